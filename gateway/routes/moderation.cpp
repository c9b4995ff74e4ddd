// SPDX-License-Identifier: MIT
#include "gateway/routes/moderation.h"

#include "gateway/answerheaders.h"
#include "gateway/openai/moderationanswer.h"
#include "gateway/openai/wire.h"

#include <QFutureWatcher>

using core::GuardrailsVerdict;

namespace gateway::routes {

namespace {

constexpr qsizetype atOnce = 4;

} // namespace

Moderation::Moderation(core::http::Exchange &exchange, core::GuardrailsBackend &backend,
                       openai::ModerationCall call)
    : QObject(&exchange)
    , m_exchange(exchange)
    , m_backend(backend)
    , m_call(std::move(call))
    , m_verdicts(m_call.inputs.size())
{
    m_sinceStart.start();
    for (qsizetype i = 0; i < std::min(atOnce, m_call.inputs.size()); ++i)
        askNext();
}

Moderation::~Moderation()
{
    cancel();
}

void Moderation::cancel()
{
    for (QFuture<Answer> &each : m_asked)
        each.cancel();
}

void Moderation::askNext()
{
    const auto place = qsizetype(m_asked.size());
    if (place == m_call.inputs.size())
        return;
    m_asked.push_back(m_backend.judge(m_call.requestFor(place)));
    auto *watcher = new QFutureWatcher<Answer>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, place] {
        watcher->deleteLater();
        onAnswer(place, watcher->future());
    });
    watcher->setFuture(m_asked.back());
}

void Moderation::onAnswer(qsizetype place, const QFuture<Answer> &future)
{
    if (m_isOver)
        return; // one of the others has failed
    const Answer answer =
            future.resultCount() > 0
                    ? future.result()
                    : std::unexpected(core::Error{
                              .code = core::ErrorCode::Unavailable,
                              .message = QStringLiteral("The connection was closed meanwhile")});
    if (!answer) {
        m_isOver = true;
        cancel();
        return m_exchange.send(openai::errorResponse(answer.error()));
    }
    m_verdicts[place] = *answer;
    if (++m_answered < m_call.inputs.size())
        return askNext();
    m_exchange.send(
            {.headers = chatHeaders({}, m_verdicts.front().requestId, m_sinceStart.elapsed()),
             .body = openai::moderationAnswer(m_verdicts, m_call)});
}

} // namespace gateway::routes
