// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "core/served.h"

#include <QString>

namespace gateway {

//! Headers of a chat answer: the service's request id, its warning (such as that the model will
//! be retired) where it gave one, and how long it took us to hear from it, in milliseconds.
[[nodiscard]] core::http::Headers chatHeaders(const QString &warning, const QString &requestId,
                                              qint64 upstreamMs);
//! The same for a stream, with what keeps proxies from holding it back.
[[nodiscard]] core::http::Headers streamHeaders(const QString &warning, const QString &requestId,
                                                qint64 upstreamMs);

//! Who answered, in `x-gatehouse-model`, and in an `x-gatehouse-failover` each who was asked before
//! in vain: "TARGET: WHY".
[[nodiscard]] core::http::Headers servedHeaders(const core::Served &served);
//! The value of such a header. What no header may hold is percent-encoded.
[[nodiscard]] QByteArray failoverText(const core::FailedTarget &failed);

} // namespace gateway
