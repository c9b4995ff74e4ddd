// SPDX-License-Identifier: MIT
#include "gateway/routes/moderation.h"

#include "gateway/answerheaders.h"
#include "gateway/observe/watchedexchange.h"
#include "gateway/openai/moderationanswer.h"
#include "gateway/openai/wire.h"

#include <QFutureWatcher>

using core::GuardrailsVerdict;

namespace gateway::routes {

namespace {

constexpr qsizetype atOnce = 4;

//! The inputs as a prompt, since the service does not count their tokens.
core::ChatRequest promptOf(const openai::ModerationCall &call)
{
    core::ChatRequest prompt;
    prompt.model = call.model.isEmpty() ? QStringLiteral("oci-guardrails") : call.model;
    for (const auto &input : call.inputs) {
        core::Message message;
        for (const core::GuardrailsInput &part : input)
            std::visit([&](const auto &each) { message.content.append(each); }, part);
        prompt.messages.append(message);
    }
    return prompt;
}

} // namespace

Moderation::Moderation(core::http::Exchange &exchange, core::GuardrailsBackend &backend,
                       openai::ModerationCall call)
    : QObject(&exchange)
    , m_exchange(exchange)
    , m_backend(backend)
    , m_call(std::move(call))
    , m_watch(observe::watchOf(exchange))
    , m_verdicts(m_call.inputs.size())
{
    if (m_watch)
        m_watch->asked(promptOf(m_call));
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
        if (m_watch)
            m_watch->failed(answer.error());
        return m_exchange.send(openai::errorResponse(answer.error()));
    }
    m_verdicts[place] = *answer;
    if (++m_answered < m_call.inputs.size())
        return askNext();
    answerAll();
}

void Moderation::answerAll()
{
    const GuardrailsVerdict &first = m_verdicts.front();
    core::CallTimes times;
    for (const GuardrailsVerdict &each : std::as_const(m_verdicts))
        times += each.times;
    if (m_watch)
        m_watch->accepted(first.requestId, first.served.by, times);
    m_exchange.send({.headers = chatHeaders({}, first.requestId, m_sinceStart.elapsed()) +
                                servedHeaders(first.served),
                     .body = openai::moderationAnswer(m_verdicts, m_call)});
}

} // namespace gateway::routes
