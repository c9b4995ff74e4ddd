// SPDX-License-Identifier: MIT
#pragma once

#include "core/error.h"
#include "oci/http/responsehead.h"
#include "oci/http/servicemessage.h"

#include <QDateTime>

#include <chrono>
#include <optional>

namespace oci {

//! A failed sending: what callers see, and what only the retry rules look at.
struct Failure {
    core::Error error;
    QString serviceCode; //!< OCI's own, e.g. "IncorrectState"

    bool operator==(const Failure &) const = default;
};

//! Error::reason of a 401 that a wrong clock explains: no other credential would do better.
inline constexpr auto clockSkew = "clock_skew";

//! An answer whose status is not 2xx, by the table of protocol reference 11.2: the status counts
//! first, the code second. `nowUtc` is compared with the service's Date, since a wrong clock
//! makes every signature fail (14.56): a 401 then has the reason "clock_skew".
[[nodiscard]] Failure failureFrom(const ResponseHead &head, QByteArrayView body,
                                  const QDateTime &nowUtc);
//! The same for an error inside an accepted stream (7.14): a code that is a status counts as
//! one, anything else is a Protocol error with the reason "upstream_stream_error".
[[nodiscard]] core::Error streamError(const ServiceMessage &message, const QString &requestId);

//! Seconds or an HTTP date (RFC 9110, 10.2.3), or milliseconds in `retry-after-ms`.
[[nodiscard]] std::optional<std::chrono::milliseconds> retryAfter(const ResponseHead &head,
                                                                  const QDateTime &nowUtc);

} // namespace oci
