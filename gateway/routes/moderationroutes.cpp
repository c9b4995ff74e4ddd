// SPDX-License-Identifier: MIT
#include "gateway/routes/moderationroutes.h"

#include "gateway/fields/body.h"
#include "gateway/routes/moderation.h"
#include "gateway/routes/unservedroutes.h"

using core::http::Exchange;

namespace gateway::routes {

void addModerationRoutes(Router &router, core::GuardrailsBackend *backend)
{
    if (!backend)
        return addMissingBackend(router, {"/moderations"}, QStringLiteral("Moderation"));
    router.add(
            {"POST", "/moderations", Door::Key, [backend](Exchange &exchange, const QByteArray &) {
                 auto call =
                         fields::jsonBody(exchange.request()).and_then(openai::readModerationCall);
                 if (!call)
                     return exchange.send(openai::errorResponse(call.error()));
                 new Moderation(exchange, *backend, *std::move(call)); // owned by the exchange
             }});
}

} // namespace gateway::routes
