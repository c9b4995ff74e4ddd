// SPDX-License-Identifier: MIT
#pragma once

#include <QElapsedTimer>

#include <chrono>
#include <utility>

namespace core {

//! What a call of the service spent its time on until its answer began, by a monotonic clock.
//! Zero: it did not happen, or nobody measured it.
struct CallTimes {
    using Time = std::chrono::microseconds;

    Time preparing{0};  //!< finding out where to send it, and putting it into the service's words
    Time signing{0};    //!< getting the authorization, a wait for a thread of the pool included
    Time connecting{0}; //!< name, TCP and TLS; zero on a connection that stood
    Time waiting{0};    //!< from the request's last byte to the first of the answer
    Time resting{0};    //!< between failed attempts
    int attempts = 0;   //!< sendings; the times are those of all of them

    CallTimes &operator+=(const CallTimes &other)
    {
        preparing += other.preparing;
        signing += other.signing;
        connecting += other.connecting;
        waiting += other.waiting;
        resting += other.resting;
        attempts += other.attempts;
        return *this;
    }
    bool operator==(const CallTimes &) const = default;
};

//! Since the timer was started.
[[nodiscard]] inline CallTimes::Time elapsedOn(const QElapsedTimer &timer)
{
    return std::chrono::duration_cast<CallTimes::Time>(timer.durationElapsed());
}

} // namespace core
