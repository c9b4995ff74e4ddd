// SPDX-License-Identifier: MIT
#include "oci/http/retrypolicy.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using core::ErrorCode;
using std::chrono::milliseconds;

namespace oci {

namespace {

bool mayPass(const Failure &failure, const RetryHistory &history)
{
    const core::Error &error = failure.error;
    switch (error.code) {
    case ErrorCode::Network:
        return error.reason != "tls"_L1; // the certificate will not get better
    case ErrorCode::Timeout:
    case ErrorCode::RateLimited:
        return true;
    case ErrorCode::Unavailable:
        if (error.upstreamStatus == 501)
            return false;
        // Malformed input gives 500, too (14.20): asking once more has to do.
        return error.upstreamStatus != 500 || history.internalErrors <= 1;
    case ErrorCode::Conflict:
        return failure.serviceCode == "IncorrectState"_L1 ||
               failure.serviceCode == "LockConflict"_L1;
    case ErrorCode::Cancelled:
    case ErrorCode::InvalidRequest:
    case ErrorCode::Unauthorized:
    case ErrorCode::Forbidden:
    case ErrorCode::NotFound:
    case ErrorCode::TooLarge:
    case ErrorCode::Protocol:
    case ErrorCode::Internal:
        return false;
    }
    return false;
}

} // namespace

milliseconds backoff(const RetryPolicy &policy, int attempts, double random)
{
    const int doublings = std::clamp(attempts - 1, 0, 20);
    milliseconds delay = policy.firstDelay * (1 << doublings);
    delay += milliseconds(qint64(double(policy.jitter.count()) * std::clamp(random, 0.0, 1.0)));
    return std::min(delay, policy.longestDelay);
}

std::optional<milliseconds> retryDelay(const RetryPolicy &policy, const Failure &failure,
                                       const RetryHistory &history, double random)
{
    if (history.attempts >= policy.attempts || !mayPass(failure, history))
        return {};

    const milliseconds delay =
            failure.error.retryAfter.value_or(backoff(policy, history.attempts, random));
    if (history.elapsed + delay > policy.budget)
        return {};
    return delay;
}

} // namespace oci
