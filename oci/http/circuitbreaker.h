// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/upstreammonitor.h"

#include <QByteArray>
#include <QHash>
#include <QtTypes>

#include <chrono>
#include <deque>
#include <expected>

namespace oci {

//! When to stop asking what keeps failing (protocol reference, 11.4).
struct CircuitPolicy {
    int calls = 10;        //!< fewer in the window decide nothing
    double failures = 0.8; //!< the share of them that opens the circuit
    std::chrono::milliseconds window{120'000};
    std::chrono::milliseconds rest{30'000}; //!< until one call may try again
};

//! Lets nobody wait for what has just failed for everybody: a circuit for each host and model.
//!
//! Counted are failures to reach the service and its 502, 503 and 504. Not counted: what it
//! answers otherwise (a 429 is a healthy service, a 500 is often the request's own fault, 14.20),
//! and calls that were given up. After the rest one call is let through: its success closes the
//! circuit, its failure opens it again. Where it takes longer than another rest, the next is let
//! through as well: a model may think for minutes. Used in one thread; attempts do not outlive it.
class CircuitBreaker final
{
public:
    using Time = std::chrono::milliseconds; //!< since any fixed moment

    //! A call under way. Destroyed without a word, it was given up and counts as nothing.
    class Attempt
    {
    public:
        Attempt() = default;
        Attempt(Attempt &&other) noexcept;
        Attempt &operator=(Attempt &&other) noexcept;
        ~Attempt();

        void succeeded(Time now) { report(now, true); }
        void failed(Time now) { report(now, false); }

    private:
        friend class CircuitBreaker;
        Attempt(CircuitBreaker &breaker, QByteArray circuit, bool isProbe);
        void report(Time now, bool success);

        CircuitBreaker *m_breaker = nullptr;
        QByteArray m_circuit;
        bool m_isProbe = false;
    };

    explicit CircuitBreaker(const CircuitPolicy &policy = {}) : m_policy(policy) { }
    Q_DISABLE_COPY_MOVE(CircuitBreaker)

    //! An attempt, or how long nobody may try.
    [[nodiscard]] std::expected<Attempt, Time> begin(const QByteArray &circuit, Time now);
    //! Those in which something failed lately, by name.
    [[nodiscard]] QList<core::UpstreamReport::Circuit> circuits(Time now) const;

private:
    struct Outcome {
        Time at;
        bool success;
    };
    struct Circuit {
        std::deque<Outcome> outcomes; //!< of the window, the newest last
        Time openUntil{-1};           //!< negative: closed
        Time probedAt{-1};            //!< since when one call is finding out; negative: none is
    };

    void count(const QByteArray &name, Time now, bool success, bool isProbe);
    void makeRoom();
    [[nodiscard]] bool keepsFailing(const Circuit &circuit) const;

    CircuitPolicy m_policy;
    QHash<QByteArray, Circuit> m_circuits; //!< of those alone in which something failed
};

//! The time by a clock that is never set.
[[nodiscard]] CircuitBreaker::Time steadyNow();

} // namespace oci
