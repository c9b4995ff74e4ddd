// SPDX-License-Identifier: MIT
#include "gateway/routes/responsesroutes.h"

#include "gateway/openai/wire.h"
#include "gateway/responses/memory.h"
#include "gateway/routes/responseshandler.h"
#include "gateway/routes/storedresponseshandler.h"

using namespace Qt::StringLiterals;
using core::http::Exchange;

namespace gateway::routes {

namespace {

void refuseCompaction(Exchange &exchange)
{
    exchange.send(respond({.status = 501,
                           .type = "invalid_request_error",
                           .code = "not_implemented",
                           .message = u"Conversations are not compacted here: only OpenAI can read "
                                      "what comes of it. Ask a model for a summary instead"_s},
                          openai::problemBody));
}

void refuseStored(Router &router)
{
    const auto refuse = [](Exchange &exchange, const QByteArray &) {
        exchange.send(openai::errorResponse(responses::nothingIsKept()));
    };
    router.add({"GET", "/responses/", Door::Key, refuse});
    router.add({"DELETE", "/responses/", Door::Key, refuse});
    router.add({"POST", "/responses/", Door::Key, refuse, openai::problemBody, false});
}

} // namespace

void addResponsesRoutes(Router &router, const Answering &answering, core::ChatBackend &chat,
                        core::ResponsesBackend *native, const core::Clock &clock,
                        const Limits &limits, const access::Admission *admission, bool stateless)
{
    // The routes own what they share.
    const auto desk = std::make_shared<ResponsesDesk>(chat, native, clock, limits, admission);
    const auto create = std::make_shared<ResponsesHandler>(answering, *desk, stateless);
    const auto stored = std::make_shared<StoredResponsesHandler>(*desk);
    router.add({"POST", "/responses", Door::Key,
                [desk, create](Exchange &exchange, const QByteArray &) { (*create)(exchange); }});
    router.add({"POST", "/responses/input_tokens", Door::Key,
                [desk, create](Exchange &exchange, const QByteArray &) {
                    create->countTokens(exchange);
                }});
    router.add({"POST", "/responses/compact", Door::Key,
                [](Exchange &exchange, const QByteArray &) { refuseCompaction(exchange); }});
    if (stateless) {
        refuseStored(router);
        return;
    }
    router.add({"GET", "/responses/", Door::Key,
                [desk, stored](Exchange &exchange, const QByteArray &rest) {
                    stored->get(exchange, rest);
                }});
    router.add({"DELETE", "/responses/", Door::Key,
                [desk, stored](Exchange &exchange, const QByteArray &rest) {
                    stored->remove(exchange, rest);
                }});
    router.add({"POST", "/responses/", Door::Key,
                [desk, stored](Exchange &exchange, const QByteArray &rest) {
                    stored->post(exchange, rest);
                },
                openai::problemBody, false});
}

} // namespace gateway::routes
