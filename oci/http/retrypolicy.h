// SPDX-License-Identifier: MIT
#pragma once

#include "oci/http/errormapping.h"

#include <chrono>
#include <optional>

namespace oci {

//! When to send again (protocol reference, 11.3). An attempt after the first byte of an
//! accepted answer is never made; whoever asks sees to that.
struct RetryPolicy {
    int attempts = 3;                            //!< in all
    std::chrono::milliseconds budget{30'000};    //!< from the first sending to the last
    std::chrono::milliseconds firstDelay{1'000}; //!< doubles each time
    std::chrono::milliseconds jitter{1'000};     //!< up to so much is added at random
    std::chrono::milliseconds longestDelay{30'000};
};

struct RetryHistory {
    int attempts = 1;       //!< made so far
    int internalErrors = 0; //!< status 500 so far, this one included: often they come again
    std::chrono::milliseconds elapsed{0};
};

//! Our own delay after so many attempts: exponential, with jitter. `random` is from 0 to 1.
[[nodiscard]] std::chrono::milliseconds backoff(const RetryPolicy &policy, int attempts,
                                                double random);

//! How long to wait before the next attempt, or nothing if this failure is final. `random` is
//! from 0 to 1. The service's Retry-After wins over our own delay; one that does not fit into
//! the budget makes the failure final, so that the caller learns of it.
[[nodiscard]] std::optional<std::chrono::milliseconds> retryDelay(const RetryPolicy &policy,
                                                                  const Failure &failure,
                                                                  const RetryHistory &history,
                                                                  double random);

} // namespace oci
