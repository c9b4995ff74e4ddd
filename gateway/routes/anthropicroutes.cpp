// SPDX-License-Identifier: MIT
#include "gateway/routes/anthropicroutes.h"

#include "gateway/anthropic/wire.h"
#include "gateway/routes/messageshandler.h"

using core::http::Exchange;

namespace gateway::routes {

void addAnthropicRoutes(Router &router, const Answering &answering,
                        const core::ModelCatalog &catalog)
{
    router.add({.method = "POST",
                .path = "/messages",
                .handler = [handler = MessagesHandler(answering, catalog)](
                                   Exchange &exchange, const QByteArray &) { handler(exchange); },
                .problems = anthropic::problems});
    router.add({.method = "POST",
                .path = "/messages/count_tokens",
                .handler = [](Exchange &exchange, const QByteArray &) { countTokens(exchange); },
                .problems = anthropic::problems});
    router.speak("/messages/", anthropic::problems);
}

} // namespace gateway::routes
