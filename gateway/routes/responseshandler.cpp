// SPDX-License-Identifier: MIT
#include "gateway/routes/responseshandler.h"

#include "core/chat/tokenestimate.h"
#include "core/json/json.h"
#include "gateway/fields/body.h"
#include "gateway/fields/fields.h"
#include "gateway/observe/watchedexchange.h"
#include "gateway/openai/wire.h"
#include "gateway/responses/ids.h"
#include "gateway/responses/memory.h"
#include "gateway/routes/passedresponse.h"
#include "gateway/routes/replayedresponse.h"

using namespace Qt::StringLiterals;
using boost::json::object;
using core::http::Exchange;
using gateway::responses::ResponseCall;
using gateway::responses::ResponseDraft;
using gateway::responses::StoredResponse;

namespace gateway::routes {

namespace {

StoredResponse keptOf(const Exchange &exchange, const ResponseCall &call)
{
    return {.id = {},
            .caller = exchange.caller(),
            .previousId = call.previousId,
            .response = {},
            .input = core::json::serialize(boost::json::value(call.input)),
            .events = {}};
}

//! OCI knows nothing of what was made here.
std::optional<core::Error> misplaced(const object &body)
{
    const QString previous = core::json::textAt(body, "previous_response_id");
    if (!responses::isOwnResponseId(previous))
        return {};
    return fields::invalid(
                   u"previous_response_id"_s,
                   u"This model answers on OCI's own Responses API, which does not know responses "
                   "of other models: send the conversation as input"_s,
                   u"previous_response_not_found"_s)
            .error();
}

} // namespace

ResponsesHandler::ResponsesHandler(const Answering &answering, ResponsesDesk &desk, bool stateless)
    : m_answering(answering)
    , m_desk(desk)
    , m_isStateless(stateless)
{
}

void ResponsesHandler::operator()(Exchange &exchange) const
{
    auto body = fields::jsonBody(exchange.request());
    if (!body) {
        exchange.send(openai::errorResponse(body.error()));
        return;
    }
    if (m_isStateless) {
        if (const auto error = responses::needsMemory(*body)) {
            exchange.send(openai::errorResponse(*error));
            return;
        }
        (*body)["store"] = false; // it would be kept where nobody says otherwise
    }
    const QString model = core::json::textAt(*body, "model");
    if (!model.isEmpty() && m_desk.admission &&
        m_desk.admission->refuses(exchange, model, openai::problemBody))
        return;
    if (m_desk.backend && !model.isEmpty() && m_desk.backend->servesResponses(model)) {
        if (const auto error = misplaced(*body))
            exchange.send(openai::errorResponse(*error));
        else
            passResponse(exchange, *m_desk.backend, *body, m_desk.passed, m_desk.limits);
        return;
    }
    const auto call = responses::readResponseCall(*body, m_desk.store.keptFor(exchange.caller()));
    if (call)
        answer(exchange, *call);
    else
        exchange.send(openai::errorResponse(call.error()));
}

void ResponsesHandler::countTokens(Exchange &exchange) const
{
    const auto call = fields::jsonBody(exchange.request()).and_then([&](object body) {
        if (!core::json::find(body, "model"))
            body["model"] = "any";
        return responses::readResponseCall(body, m_desk.store.keptFor(exchange.caller()));
    });
    if (!call) {
        exchange.send(openai::errorResponse(call.error()));
        return;
    }
    exchange.send({.body = core::json::serialize(
                           object{{"object", "response.input_tokens"},
                                  {"input_tokens", core::estimateTokens(call->request)}})});
}

responses::Finished ResponsesHandler::keeper(const Exchange &exchange,
                                             const ResponseCall &call) const
{
    if (!call.store)
        return {};
    return [desk = &m_desk, kept = keptOf(exchange, call)](const object &response,
                                                           QByteArrayList events) mutable {
        kept.id = core::json::textAt(response, "id");
        kept.response = core::json::serialize(response);
        kept.events = std::move(events);
        desk->store.keep(std::move(kept));
    };
}

void ResponsesHandler::answer(Exchange &exchange, const ResponseCall &call) const
{
    const ResponseDraft::Plan plan{
            .id = responses::newResponseId(),
            .echo = call.echo,
            .tools = call.tools,
            .now = [clock = &m_desk.clock] { return clock->nowUtc().toSecsSinceEpoch(); }};
    if (call.background)
        return startInBackground(exchange, call, plan);
    if (call.request.stream) {
        m_answering.stream(
                exchange, call.request,
                std::make_unique<responses::ResponseEvents>(plan, keeper(exchange, call)));
        return;
    }
    // It is older than its answer: the draft is made now.
    auto draft = std::make_shared<ResponseDraft>(plan);
    const auto write = [draft, keep = keeper(exchange, call)](const FinishedAnswer &answer) {
        const core::ChatChoice &choice = answer.choices.first();
        QByteArrayList events = draft->begin();
        events += draft->add(responses::deltaOf(choice.message, choice.logProbs));
        events += draft->end(answer.outcome);
        const object response = draft->response();
        if (keep)
            keep(response, events);
        return core::http::Response{.body = core::json::serialize(response)};
    };
    m_answering.whole(exchange, call.request, write, openai::problemBody);
}

void ResponsesHandler::startInBackground(Exchange &exchange, const ResponseCall &call,
                                         const ResponseDraft::Plan &plan) const
{
    const auto response = m_desk.background.start(call.request, plan, keptOf(exchange, call),
                                                  observe::watchOf(exchange));
    if (!response)
        exchange.send(openai::errorResponse(response.error()));
    else if (call.request.stream)
        new ReplayedResponse(exchange, m_desk, plan.id, 0); // owned by the exchange
    else
        exchange.send({.body = core::json::serialize(*response)});
}

} // namespace gateway::routes
