// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace gateway {

//! Which program listens on a TCP port of this machine, e.g. "nginx (process 4711)". Empty where
//! that cannot be known: on systems without /proc, or for a program of another user.
[[nodiscard]] QString portHolder(quint16 port);

} // namespace gateway
