// SPDX-License-Identifier: MIT
#pragma once

#include "core/error.h"

#include <QNetworkReply>

#include <chrono>

namespace oci {

//! Which time ran out (protocol reference, 11.6).
enum class TimeoutPhase { Signing, Connecting, FirstByte, Idle };

//! A service that was not reached, in words that say what to check. Error::reason is one of
//! "dns", "refused", "tls", "proxy", "closed" and "network".
[[nodiscard]] core::Error networkError(QNetworkReply::NetworkError error, const QString &host);
[[nodiscard]] core::Error timeoutError(TimeoutPhase phase, std::chrono::milliseconds waited,
                                       const QString &host);
//! An accepted answer that is not what its protocol says.
[[nodiscard]] core::Error unreadableAnswer(const QString &why);
//! An accepted answer that did not come to its end.
[[nodiscard]] core::Error brokenAnswer(const QString &requestId);

} // namespace oci
