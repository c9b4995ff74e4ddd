// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/gateway.h"

namespace gateway {

//! The first port above `taken` that is free on every address of the list that this machine has;
//! 0: none of the next hundred. Another program may take it before we do.
[[nodiscard]] quint16 freePortAfter(quint16 taken, const QList<ListenAddress> &addresses);

} // namespace gateway
