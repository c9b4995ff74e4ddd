// SPDX-License-Identifier: MIT
#include "gateway/routes/chathandler.h"

#include "core/json/json.h"
#include "gateway/fields/body.h"
#include "gateway/openai/chatanswer.h"
#include "gateway/openai/chatevents.h"
#include "gateway/openai/chatrequest.h"
#include "gateway/openai/sampling.h"
#include "gateway/openai/wire.h"
#include "gateway/responses/responserequest.h"

namespace gateway::routes {

namespace {

//! Some tools send bodies of the Responses API here and expect chunks of a chat.
core::Result<openai::ChatCall> readCall(const boost::json::object &body)
{
    if (core::json::find(body, "messages") || !core::json::find(body, "input"))
        return openai::readChatCall(body);
    const auto call = responses::readResponseCall(body);
    if (!call)
        return std::unexpected(call.error());
    return openai::readIncludeUsage(body).transform([&call](bool includeUsage) {
        return openai::ChatCall{.request = call->request, .includeUsage = includeUsage};
    });
}

} // namespace

void ChatHandler::operator()(core::http::Exchange &exchange) const
{
    const auto call = fields::jsonBody(exchange.request()).and_then(readCall);
    if (!call) {
        exchange.send(openai::errorResponse(call.error()));
        return;
    }
    const QString model = call->request.model;
    if (call->request.stream) {
        m_answering.stream(exchange, call->request,
                           std::make_unique<openai::ChatEvents>(model, m_answering.now(),
                                                                call->request.choices,
                                                                call->includeUsage));
        return;
    }
    const auto write = [model](const FinishedAnswer &answer) {
        const openai::AnswerIdentity identity{.id = openai::completionId(answer.outcome.requestId),
                                              .created = answer.outcome.created.toSecsSinceEpoch(),
                                              .model = model};
        return core::http::Response{
                .body = openai::chatAnswer(identity, answer.choices, answer.outcome)};
    };
    m_answering.whole(exchange, call->request, write, openai::problemBody);
}

} // namespace gateway::routes
