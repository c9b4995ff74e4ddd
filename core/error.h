// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <chrono>
#include <optional>

namespace core {

enum class ErrorCode {
    Cancelled,
    InvalidRequest, //!< what the caller sent cannot be served; sending it again is of no use
    Unauthorized,   //!< a credential of ours was refused, expired or could not be read
    Forbidden,      //!< the credential is good, a policy says no
    NotFound,
    Conflict,
    TooLarge,
    RateLimited,
    Timeout,
    Network,     //!< the service was not reached
    Unavailable, //!< it was reached and cannot answer now
    Protocol,    //!< it answered something that is not its protocol, or the answer broke off
    Internal,
};

//! What went wrong, in terms a caller can act on.
//!
//! `message` is shown to people and sent to API clients, so it never holds a secret.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    QString message;     //!< what happened
    QString advice = {}; //!< what to do about it, in whole sentences; may be empty
    QString param;       //!< the request field at fault, e.g. "messages[2].role"
    QString reason;    //!< a short machine-readable word from the service or the rule that refused,
                       //!< e.g. "context_length_exceeded"; may be empty
    QString requestId; //!< the service's opc-request-id, where it answered
    int upstreamStatus = 0; //!< its HTTP status, 0 if it never answered
    std::optional<std::chrono::milliseconds> retryAfter;

    bool operator==(const Error &) const = default;
};

} // namespace core
