// SPDX-License-Identifier: MIT
#include "gateway/openai/chatevents.h"

#include "core/stream/ssewriter.h"
#include "gateway/openai/wire.h"

namespace gateway::openai {

ChatEvents::ChatEvents(const QString &model, qint64 created, int choices, bool includeUsage)
    : m_model(model)
    , m_created(created)
    , m_choices(choices)
    , m_includeUsage(includeUsage)
{
}

QByteArrayList ChatEvents::begin(const core::ChatStart &start)
{
    m_id = completionId(start.requestId);
    m_chunks.emplace(AnswerIdentity{.id = m_id, .created = m_created, .model = m_model}, m_choices,
                     m_includeUsage);
    return m_chunks->begin();
}

QByteArrayList ChatEvents::add(const core::ChatDelta &delta)
{
    return m_chunks->add(delta);
}

QByteArrayList ChatEvents::end(const core::ChatOutcome &outcome)
{
    return m_chunks->end(outcome);
}

QByteArrayList ChatEvents::broken(const core::Error &error)
{
    // Before the service accepted it is a refusal like any other, but for its status.
    return {core::sse::event(problemBody(m_chunks ? brokenAnswer(error) : problemOf(error)))};
}

ProblemBody ChatEvents::problems() const
{
    return problemBody;
}

} // namespace gateway::openai
