// SPDX-License-Identifier: MIT
#pragma once

#include "core/timing.h"

namespace oci {

//! Measures the phases of one sending, from when it is made.
class PhaseClock
{
public:
    PhaseClock() { m_timer.start(); }

    void beginConnecting()
    {
        m_isConnecting = true;
        m_timer.start();
    }
    //! The request, or a part of it, has gone.
    void beginWaiting()
    {
        if (std::exchange(m_isConnecting, false))
            m_connecting = core::elapsedOn(m_timer);
        m_timer.start();
    }
    //! So far; the answer's head ends it.
    [[nodiscard]] core::CallTimes times() const
    {
        const auto now = core::elapsedOn(m_timer);
        if (m_isConnecting)
            return {.connecting = now, .attempts = 1};
        return {.connecting = m_connecting, .waiting = now, .attempts = 1};
    }

private:
    QElapsedTimer m_timer;
    core::CallTimes::Time m_connecting{0};
    bool m_isConnecting = false;
};

} // namespace oci
