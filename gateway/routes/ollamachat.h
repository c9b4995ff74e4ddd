// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/ollama/answerparts.h"
#include "gateway/routes/answering.h"

namespace gateway::routes {

//! POST /api/chat and POST /api/generate. The clock outlives it.
class OllamaChat
{
public:
    OllamaChat(ollama::Endpoint endpoint, const Answering &answering, const core::Clock &clock)
        : m_endpoint(endpoint)
        , m_answering(answering)
        , m_clock(clock)
    {
    }

    void operator()(core::http::Exchange &exchange) const;

private:
    void answerNothing(core::http::Exchange &exchange, const QString &model) const;
    void answerWhole(core::http::Exchange &exchange, const ollama::ChatCall &call) const;

    ollama::Endpoint m_endpoint;
    Answering m_answering;
    const core::Clock &m_clock;
};

} // namespace gateway::routes
