// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/limits.h"

#include <QDeadlineTimer>

namespace gateway::http {

//! What a connection is about.
enum class Phase {
    Handshake, //!< of TLS
    Idle,      //!< nothing of a request has come
    Head,
    Body,
    Answering, //!< an exchange is out
    Sending,   //!< the last answer is on its way, then we close
    Lingering, //!< all is sent, we read on so that the client gets to read it (RFC 9112, 9.6)
    Closed,
};

//! The phase of a connection, and how long it may last without a sign of the client.
class PhaseClock
{
public:
    //! `limits` must outlive the clock.
    explicit PhaseClock(const Limits &limits) : m_limits(limits) { }

    //! Begins a phase and its time. While a request is answered time stands still, as it is ours,
    //! until `start()`; once closed it does for ever.
    void enter(Phase phase);
    [[nodiscard]] Phase phase() const { return m_phase; }

    //! The client moved: the phase's time begins anew. Not in `Handshake` and `Head`, which have to
    //! end in one go.
    void restart();
    //! The client owes us something while we answer: time runs, unless it does already.
    void start();
    //! The client owes us nothing while we answer.
    void stop();
    [[nodiscard]] bool hasRunOut() const;

private:
    [[nodiscard]] std::chrono::milliseconds timeFor(Phase phase) const;

    const Limits &m_limits;
    Phase m_phase = Phase::Idle;
    QDeadlineTimer m_end{QDeadlineTimer::Forever};
    QDeadlineTimer m_lastEnd{QDeadlineTimer::Forever}; //!< however often the client moves
};

} // namespace gateway::http
