// SPDX-License-Identifier: MIT
#include "gateway/routes/messageshandler.h"

#include "core/chat/tokenestimate.h"
#include "core/json/json.h"
#include "gateway/anthropic/messageevents.h"
#include "gateway/anthropic/messagesanswer.h"
#include "gateway/anthropic/messagesrequest.h"
#include "gateway/anthropic/wire.h"
#include "gateway/fields/body.h"
#include "gateway/openai/models.h"

#include <algorithm>

using core::http::Exchange;
using core::http::Response;

namespace gateway::routes {

void MessagesHandler::fitLimit(core::ChatRequest &request) const
{
    const auto model = openai::modelNamed(m_catalog.models(), request.model);
    if (!model || model->maxOutputTokens <= 0 || model->serving != core::ServingMode::OnDemand)
        return;
    if (request.maxTokens)
        request.maxTokens = std::min(*request.maxTokens, model->maxOutputTokens);
}

void MessagesHandler::operator()(Exchange &exchange) const
{
    auto call = fields::jsonBody(exchange.request()).and_then(anthropic::readMessagesCall);
    if (!call) {
        exchange.send(anthropic::errorResponse(call.error()));
        return;
    }
    fitLimit(call->request);
    const QString model = call->request.model;
    const bool showThinking = call->showThinking;
    const qint64 inputTokens = core::estimateTokens(call->request);
    const QStringList stops = call->request.stop;
    if (call->request.stream) {
        m_answering.stream(exchange, call->request,
                           std::make_unique<anthropic::MessageEvents>(model, inputTokens,
                                                                      showThinking, stops));
        return;
    }
    const auto write = [=](const FinishedAnswer &answer) {
        const QByteArray name = anthropic::requestName(answer.outcome.requestId);
        return Response{
                .headers = {anthropic::requestHeader(name)},
                .body = anthropic::messagesAnswer(model, answer, showThinking, inputTokens, stops)};
    };
    m_answering.whole(exchange, call->request, write, anthropic::problems);
}

void countTokens(Exchange &exchange)
{
    const auto request = fields::jsonBody(exchange.request()).and_then(anthropic::readTokenCount);
    if (!request) {
        exchange.send(anthropic::errorResponse(request.error()));
        return;
    }
    const boost::json::object json{{"input_tokens", core::estimateTokens(*request)}};
    exchange.send(Response{.headers = {anthropic::requestHeader(anthropic::requestName({}))},
                           .body = core::json::serialize(json)});
}

} // namespace gateway::routes
