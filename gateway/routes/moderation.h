// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "core/ports/guardrailsbackend.h"
#include "gateway/observe/watch.h"
#include "gateway/openai/moderationrequest.h"

#include <QElapsedTimer>

#include <vector>

namespace gateway::routes {

//! Has several inputs looked at, a few at a time, and answers with all verdicts or with the first
//! failure. A child of its exchange: when the client leaves, the calls that are under way end.
class Moderation final : public QObject
{
    Q_OBJECT

public:
    //! The backend outlives it.
    Moderation(core::http::Exchange &exchange, core::GuardrailsBackend &backend,
               openai::ModerationCall call);
    ~Moderation() override;

private:
    using Answer = core::Result<core::GuardrailsVerdict>;

    void askNext();
    void onAnswer(qsizetype place, const QFuture<Answer> &future);
    void answerAll();
    void cancel();

    core::http::Exchange &m_exchange;
    core::GuardrailsBackend &m_backend;
    openai::ModerationCall m_call;
    std::shared_ptr<observe::Watch> m_watch; //!< may be null
    QList<core::GuardrailsVerdict> m_verdicts;
    std::vector<QFuture<Answer>> m_asked;
    qsizetype m_answered = 0;
    bool m_isOver = false;
    QElapsedTimer m_sinceStart;
};

} // namespace gateway::routes
