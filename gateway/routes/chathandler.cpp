// SPDX-License-Identifier: MIT
#include "gateway/routes/chathandler.h"

#include "gateway/openai/body.h"
#include "gateway/openai/chatrequest.h"
#include "gateway/openai/wire.h"
#include "gateway/routes/streamedchat.h"
#include "gateway/routes/wholechat.h"

namespace gateway::routes {

ChatHandler::ChatHandler(core::ChatBackend &backend, const core::Clock &clock, const Limits &limits)
    : m_backend(backend)
    , m_clock(clock)
    , m_limits(limits)
{
}

void ChatHandler::operator()(core::http::Exchange &exchange) const
{
    const auto call = openai::jsonBody(exchange.request()).and_then(openai::readChatCall);
    if (!call) {
        exchange.send(openai::errorResponse(call.error()));
        return;
    }
    auto stream = m_backend.startChat(call->request);
    const qint64 created = m_clock.nowUtc().toSecsSinceEpoch();
    if (call->request.stream)
        new StreamedChat(exchange, std::move(stream), *call, created,
                         m_limits); // owned by the exchange
    else
        new WholeChat(exchange, std::move(stream), call->request.model, created);
}

} // namespace gateway::routes
