// SPDX-License-Identifier: MIT
#include "gateway/routes/completionroutes.h"

#include "gateway/fields/body.h"
#include "gateway/openai/completionanswer.h"
#include "gateway/openai/completionevents.h"
#include "gateway/routes/manychats.h"

using core::ChatRequest;
using core::http::Exchange;

namespace gateway::routes {

namespace {

//! Asks a chat for each prompt.
class Prompts final : public core::ChatBackend
{
public:
    Prompts(core::ChatBackend &backend, const openai::CompletionCall &call)
        : m_backend(backend)
        , m_call(call)
    {
    }

    std::unique_ptr<core::ChatStream> startChat(const ChatRequest &request) override
    {
        QList<ChatRequest> requests;
        for (qsizetype i = 0; i < m_call.prompts.size(); ++i) {
            requests.append(request);
            requests.last().messages = m_call.messagesFor(i);
        }
        if (requests.size() == 1)
            return m_backend.startChat(requests.front());
        return std::make_unique<ManyChats>(m_backend, std::move(requests));
    }

private:
    core::ChatBackend &m_backend;
    const openai::CompletionCall &m_call;
};

void complete(Exchange &exchange, const Answering &answering, core::ChatBackend &backend)
{
    const auto call = fields::jsonBody(exchange.request()).and_then(openai::readCompletionCall);
    if (!call) {
        exchange.send(openai::errorResponse(call.error()));
        return;
    }
    Prompts prompts(backend, *call); // asked once, at once
    const Answering asking = answering.over(prompts);
    if (call->request.stream) {
        asking.stream(exchange, call->request,
                      std::make_unique<openai::CompletionEvents>(*call, answering.now()));
        return;
    }
    const auto write = [call = *call](const FinishedAnswer &answer) {
        const openai::AnswerIdentity identity{
                .id = openai::completionId(answer.outcome.requestId, "cmpl-"),
                .created = answer.outcome.created.toSecsSinceEpoch(),
                .model = call.request.model};
        return core::http::Response{
                .body = openai::completionAnswer(identity, call, answer.choices, answer.outcome)};
    };
    asking.whole(exchange, call->request, write, openai::problemBody);
}

} // namespace

void addCompletionRoutes(Router &router, const Answering &answering, core::ChatBackend &backend)
{
    router.add({"POST", "/completions", Door::Key,
                [answering, &backend](Exchange &exchange, const QByteArray &) {
                    complete(exchange, answering, backend);
                }});
}

} // namespace gateway::routes
