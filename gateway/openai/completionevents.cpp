// SPDX-License-Identifier: MIT
#include "gateway/openai/completionevents.h"

#include "core/json/json.h"
#include "core/stream/ssewriter.h"
#include "gateway/openai/completionparts.h"
#include "gateway/openai/wire.h"

using boost::json::array;
using boost::json::object;
using boost::json::value;

namespace gateway::openai {

CompletionEvents::CompletionEvents(const CompletionCall &call, qint64 created)
    : m_call(call)
    , m_identity{.id = {}, .created = created, .model = call.request.model}
    , m_choices(std::size_t(call.answers()))
{
    for (std::size_t i = 0; i < m_choices.size(); ++i) {
        if (m_call.fillsGap(qsizetype(i) / m_call.request.choices))
            m_choices[i].bare.emplace();
    }
}

QByteArray CompletionEvents::event(array choices, const value &usage) const
{
    object json;
    json["id"] = core::json::string(QByteArrayView(m_identity.id));
    json["object"] = "text_completion";
    json["created"] = m_identity.created;
    json["model"] = core::json::string(m_identity.model);
    json["choices"] = std::move(choices);
    if (m_call.includeUsage)
        json["usage"] = usage;
    return core::sse::event(core::json::serialize(json));
}

QByteArray CompletionEvents::chunk(qsizetype index, const QString &text, const value &logProbs,
                                   const value &finish) const
{
    object choice;
    choice["text"] = core::json::string(text);
    choice["index"] = index;
    choice["logprobs"] = logProbs;
    choice["finish_reason"] = finish;
    return event(array{std::move(choice)}, nullptr);
}

QByteArrayList CompletionEvents::begin(const core::ChatStart &start)
{
    m_begun = true;
    m_identity.id = completionId(start.requestId, "cmpl-");
    QByteArrayList out;
    if (!m_call.echo)
        return out;
    for (qsizetype i = 0; i < m_call.answers(); ++i)
        out.append(chunk(i, m_call.prompts[i / m_call.request.choices]));
    return out;
}

QByteArrayList CompletionEvents::add(const core::ChatDelta &delta)
{
    if (delta.choice < 0 || delta.choice >= int(m_choices.size()))
        return {};
    Choice &choice = m_choices[std::size_t(delta.choice)];
    choice.hasText = choice.hasText || !delta.text.isEmpty();
    const QString said = choice.hasText ? delta.text : delta.refusal;
    const QString text = choice.bare ? choice.bare->add(said) : said;
    const value logProbs =
            delta.logProbs ? completionLogProbs(*delta.logProbs, choice.offset) : value();
    if (text.isEmpty() && logProbs.is_null())
        return {};
    return {chunk(delta.choice, text, logProbs)};
}

QByteArrayList CompletionEvents::end(const core::ChatOutcome &outcome)
{
    QByteArrayList out;
    for (std::size_t i = 0; i < m_choices.size(); ++i) {
        const auto index = qsizetype(i);
        const QString rest = m_choices[i].bare ? m_choices[i].bare->finish() : QString();
        const auto reason = outcome.finishReasons.value(index, core::FinishReason::Stop);
        out.append(chunk(index, rest, nullptr, boost::json::string(completionFinishWord(reason))));
    }
    if (m_call.includeUsage)
        out.append(event({}, usageObject(outcome.usage.value_or(core::Usage{}))));
    out.append(core::sse::event("[DONE]"));
    return out;
}

QByteArrayList CompletionEvents::broken(const core::Error &error)
{
    return {core::sse::event(problemBody(m_begun ? brokenAnswer(error) : problemOf(error)))};
}

ProblemBody CompletionEvents::problems() const
{
    return problemBody;
}

} // namespace gateway::openai
