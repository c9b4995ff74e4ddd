// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/chatbackend.h"
#include "core/ports/clock.h"
#include "core/ports/exchange.h"
#include "gateway/limits.h"

namespace gateway::routes {

//! POST /chat/completions. What it starts hangs on the exchange: when the client leaves, the
//! generation ends. Backend and clock outlive it.
class ChatHandler
{
public:
    ChatHandler(core::ChatBackend &backend, const core::Clock &clock, const Limits &limits);

    void operator()(core::http::Exchange &exchange) const;

private:
    core::ChatBackend &m_backend;
    const core::Clock &m_clock;
    Limits m_limits;
};

} // namespace gateway::routes
