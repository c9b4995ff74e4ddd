// SPDX-License-Identifier: MIT
#include "gateway/routes/wholechat.h"

#include "gateway/openai/answerheaders.h"
#include "gateway/openai/chatanswer.h"
#include "gateway/openai/wire.h"

using core::ChatStream;

namespace gateway::routes {

WholeChat::WholeChat(core::http::Exchange &exchange, std::unique_ptr<ChatStream> stream,
                     const QString &model, qint64 created)
    : QObject(&exchange)
    , m_exchange(exchange)
    , m_stream(std::move(stream))
    , m_model(model)
    , m_created(created)
{
    m_sinceStart.start();
    connect(m_stream.get(), &ChatStream::started, this,
            [this](const core::ChatStart &start) { m_start = start; });
    connect(m_stream.get(), &ChatStream::delta, this,
            [this](const core::ChatDelta &delta) { m_answer.add(delta); });
    connect(m_stream.get(), &ChatStream::finished, this, &WholeChat::onFinished);
}

void WholeChat::onFinished(const core::Result<core::ChatOutcome> &outcome)
{
    if (!outcome) {
        m_exchange.send(openai::errorResponse(outcome.error()));
        return;
    }
    m_answer.finish(*outcome);
    const QString requestId = outcome->requestId.isEmpty() ? m_start.requestId : outcome->requestId;
    const qint64 created =
            outcome->created.isValid() ? outcome->created.toSecsSinceEpoch() : m_created;
    core::http::Response response{
            .headers = openai::chatHeaders(m_start.warning, requestId, m_sinceStart.elapsed()),
            .body = openai::chatAnswer(
                    {.id = openai::completionId(requestId), .created = created, .model = m_model},
                    m_answer.choices(), *outcome)};
    m_exchange.send(response);
}

} // namespace gateway::routes
