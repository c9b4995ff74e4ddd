// SPDX-License-Identifier: MIT
#include "gateway/routes/healthhandler.h"

#include "gateway/openai/health.h"

namespace gateway::routes {

void HealthHandler::live(core::http::Exchange &exchange) const
{
    exchange.send({.body = openai::liveBody()});
}

void HealthHandler::ready(core::http::Exchange &exchange) const
{
    exchange.send({.body = openai::readyBody(m_catalog.isLoaded())});
}

void HealthHandler::greet(core::http::Exchange &exchange)
{
    exchange.send({.contentType = "text/plain; charset=utf-8", .body = "Gatehouse is running\n"});
}

} // namespace gateway::routes
