// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

namespace gateway {

//! What an answer or a request is called to a client: `prefix` and the letters and digits of the
//! service's request id, so that a person finds the one by the other; random ones where it has
//! none. From any thread.
[[nodiscard]] QByteArray nameAfter(const QString &requestId, QByteArray prefix);

} // namespace gateway
