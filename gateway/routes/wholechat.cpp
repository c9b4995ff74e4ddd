// SPDX-License-Identifier: MIT
#include "gateway/routes/wholechat.h"

#include "gateway/answerheaders.h"

using core::ChatStream;

namespace gateway::routes {

WholeChat::WholeChat(core::http::Exchange &exchange, std::unique_ptr<ChatStream> stream,
                     WholeAnswer write, ProblemBody problems, const QDateTime &now,
                     std::shared_ptr<observe::Watch> watch)
    : QObject(&exchange)
    , m_exchange(exchange)
    , m_stream(std::move(stream))
    , m_write(std::move(write))
    , m_problems(problems)
    , m_watch(std::move(watch))
    , m_now(now)
{
    m_sinceStart.start();
    connect(m_stream.get(), &ChatStream::started, this, [this](const core::ChatStart &start) {
        m_start = start;
        if (m_watch)
            m_watch->accepted(start.requestId, start.served.by, start.times);
    });
    connect(m_stream.get(), &ChatStream::delta, this, [this](const core::ChatDelta &delta) {
        m_answer.add(delta);
        if (m_watch)
            m_watch->said(delta);
    });
    connect(m_stream.get(), &ChatStream::finished, this, &WholeChat::onFinished);
}

void WholeChat::onFinished(const core::Result<core::ChatOutcome> &outcome)
{
    if (m_watch)
        m_watch->ended(outcome);
    if (!outcome) {
        m_exchange.send(respond(problemOf(outcome.error()), m_problems));
        return;
    }
    m_answer.finish(*outcome);
    FinishedAnswer answer{.choices = m_answer.choices(), .outcome = *outcome};
    if (answer.outcome.requestId.isEmpty())
        answer.outcome.requestId = m_start.requestId;
    if (!answer.outcome.created.isValid())
        answer.outcome.created = m_now;
    core::http::Response response = m_write(answer);
    response.headers =
            chatHeaders(m_start.warning, answer.outcome.requestId, m_sinceStart.elapsed()) +
            servedHeaders(m_start.served) + response.headers;
    m_exchange.send(response);
}

} // namespace gateway::routes
