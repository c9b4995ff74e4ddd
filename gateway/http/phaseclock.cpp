// SPDX-License-Identifier: MIT
#include "gateway/http/phaseclock.h"

using namespace std::chrono_literals;

namespace gateway::http {

namespace {

// How long we read on after the last answer, so that a client that is still sending its body
// gets to read why it was refused: a close with unread bytes would reset the connection.
constexpr auto lingerSilence = 5s;
constexpr auto lingerTotal = 30s;

} // namespace

std::chrono::milliseconds PhaseClock::timeFor(Phase phase) const
{
    switch (phase) {
    case Phase::Handshake:
    case Phase::Head:
        return m_limits.headerTimeout;
    case Phase::Body:
        return m_limits.bodyTimeout;
    case Phase::Lingering:
        return lingerSilence;
    case Phase::Idle:
    case Phase::Answering:
    case Phase::Sending:
    case Phase::Closed:
        break;
    }
    return m_limits.idleTimeout;
}

void PhaseClock::enter(Phase phase)
{
    m_phase = phase;
    if (phase == Phase::Answering || phase == Phase::Closed)
        stop();
    else
        m_end.setRemainingTime(timeFor(phase));
    if (phase == Phase::Lingering)
        m_lastEnd.setRemainingTime(lingerTotal);
}

void PhaseClock::restart()
{
    if (m_phase != Phase::Handshake && m_phase != Phase::Head && m_phase != Phase::Closed)
        m_end.setRemainingTime(timeFor(m_phase));
}

void PhaseClock::start()
{
    if (m_end.isForever())
        restart();
}

void PhaseClock::stop()
{
    m_end = QDeadlineTimer(QDeadlineTimer::Forever);
}

bool PhaseClock::hasRunOut() const
{
    return m_end.hasExpired() || (m_phase == Phase::Lingering && m_lastEnd.hasExpired());
}

} // namespace gateway::http
