// SPDX-License-Identifier: MIT
#include "gateway/routes/ollamachat.h"

#include "core/json/json.h"
#include "gateway/fields/body.h"
#include "gateway/ollama/answerbody.h"
#include "gateway/ollama/answerlines.h"
#include "gateway/ollama/wire.h"

using core::http::Exchange;
using gateway::ollama::ChatCall;
using gateway::ollama::Endpoint;

namespace gateway::routes {

void OllamaChat::operator()(Exchange &exchange) const
{
    const auto call = fields::jsonBody(exchange.request())
                              .and_then(m_endpoint == Endpoint::Chat ? ollama::readChatCall
                                                                     : ollama::readGenerateCall);
    if (!call)
        return exchange.send(ollama::errorResponse(call.error()));
    if (call->asksNothing())
        return answerNothing(exchange, call->model);
    if (!call->options.stream)
        return answerWhole(exchange, *call);
    m_answering.stream(exchange, call->request,
                       std::make_unique<ollama::AnswerLines>(m_endpoint, *call, m_clock));
}

void OllamaChat::answerNothing(Exchange &exchange, const QString &model) const
{
    // `keep_alive: 0` without a question is how clients unload a model.
    const auto body = fields::jsonBody(exchange.request());
    const bool isUnload = body && core::json::numberAt(*body, "keep_alive") == 0.0;
    exchange.send({.body = ollama::loadedBody(m_endpoint, model, m_clock.nowUtc(), isUnload)});
}

void OllamaChat::answerWhole(Exchange &exchange, const ChatCall &call) const
{
    QElapsedTimer sinceStart;
    sinceStart.start();
    const auto write = [endpoint = m_endpoint, &clock = m_clock, call,
                        sinceStart](const FinishedAnswer &answer) {
        const qint64 total = sinceStart.nsecsElapsed();
        return core::http::Response{.body = ollama::answerBody(endpoint, call, answer,
                                                               clock.nowUtc(),
                                                               {.total = total, .untilFirst = 0})};
    };
    m_answering.whole(exchange, call.request, write, ollama::problemBody);
}

} // namespace gateway::routes
