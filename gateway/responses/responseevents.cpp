// SPDX-License-Identifier: MIT
#include "gateway/responses/responseevents.h"

#include "core/json/json.h"
#include "core/stream/ssewriter.h"
#include "gateway/openai/wire.h"

namespace gateway::responses {

ResponseEvents::ResponseEvents(const ResponseDraft::Plan &plan, Finished finished)
    : m_draft(plan)
    , m_finished(std::move(finished))
{
}

QByteArrayList ResponseEvents::noted(QByteArrayList events)
{
    if (m_finished)
        m_events += events;
    return events;
}

void ResponseEvents::tell()
{
    if (m_finished)
        m_finished(m_draft.response(), std::exchange(m_events, {}));
}

QByteArrayList ResponseEvents::begin(const core::ChatStart &)
{
    return noted(m_draft.begin());
}

QByteArrayList ResponseEvents::add(const core::ChatDelta &delta)
{
    return noted(m_draft.add(delta));
}

QByteArrayList ResponseEvents::end(const core::ChatOutcome &outcome)
{
    const QByteArrayList events = noted(m_draft.end(outcome));
    tell();
    return events;
}

QByteArrayList ResponseEvents::broken(const core::Error &error)
{
    if (!m_draft.isCreated())
        return {errorEvent(problemOf(error))};
    const QByteArrayList events = noted(m_draft.fail(error));
    tell();
    return events;
}

ProblemBody ResponseEvents::problems() const
{
    return openai::problemBody;
}

QByteArray errorEvent(const Problem &problem)
{
    // The members of OpenAI's reference, and besides them the `error` by which its clients know.
    boost::json::object json{{"type", "error"}, {"sequence_number", 0}};
    const auto inner = core::json::parseObject(openai::problemBody(problem));
    const boost::json::object *error = inner ? core::json::objectAt(*inner, "error") : nullptr;
    if (error) {
        for (const std::string_view key : {"code", "message", "param"})
            json[key] = error->at(key);
        json["error"] = *error;
    }
    return core::sse::event("error", core::json::serialize(json));
}

} // namespace gateway::responses
