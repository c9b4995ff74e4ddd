// SPDX-License-Identifier: MIT
#include "oci/inference/coherev2reader.h"

#include "core/json/json.h"
#include "oci/inference/coherecitations.h"
#include "oci/inference/genericmessage.h"
#include "oci/inference/logprobs.h"

using boost::json::array;
using boost::json::object;
using boost::json::value;
using core::ChatDelta;

namespace oci {

namespace {

//! The text or the reasoning of an event; nothing where a last event repeats all of it.
void keepNew(QString &piece, QString &all, bool isLast)
{
    if (isLast && !all.isEmpty() && piece == all)
        piece.clear();
    all += piece;
}

QByteArray argumentsOf(const object &function)
{
    const value *arguments = core::json::find(function, "arguments");
    if (!arguments)
        return {};
    if (const auto *text = arguments->if_string())
        return QByteArray(text->data(), qsizetype(text->size()));
    return core::json::serialize(*arguments);
}

} // namespace

std::span<const std::string_view> CohereV2Reader::membersOfAnswer() const
{
    static constexpr std::string_view members[] = {"chatResponse", "message", "finishReason"};
    return members;
}

void CohereV2Reader::readDelta(const object &json, bool isLast, ChatDelta &delta)
{
    if (const object *message = core::json::objectAt(json, "message"))
        readMessage(*message, isLast, delta);
    if (const array *logProbs = core::json::arrayAt(json, "logProbabilities"))
        delta.logProbs = readCohereLogProbs(*logProbs);
}

void CohereV2Reader::readMessage(const object &message, bool isLast, ChatDelta &delta)
{
    readGenericMessage(message, delta);
    m_thought = m_thought || !delta.reasoning.isEmpty();
    if (!m_thought)
        delta.reasoning = core::json::textAt(message, "toolPlan");
    keepNew(delta.text, m_text, isLast);
    keepNew(delta.reasoning, m_reasoning, isLast);
    if (const array *calls = core::json::arrayAt(message, "toolCalls"); calls && !calls->empty())
        readCalls(*calls, isLast, delta);
    if (!m_cited || !isLast)
        delta.citations += readCohereV2Citations(message);
    m_cited = m_cited || !delta.citations.isEmpty();
}

void CohereV2Reader::readCalls(const array &calls, bool isLast, ChatDelta &delta)
{
    if (isLast && isRepeated(calls))
        return;
    delta.toolCalls = choices().addToolCalls(0, calls);
    for (const core::ToolCallDelta &piece : std::as_const(delta.toolCalls)) {
        while (m_calls.size() <= piece.index)
            m_calls.append(core::ToolCall());
        m_calls[piece.index].name += piece.name;
        m_calls[piece.index].arguments += piece.arguments;
    }
}

//! Calls with ids are told apart by the assembler; this is for those without.
bool CohereV2Reader::isRepeated(const array &calls) const
{
    if (qsizetype(calls.size()) != m_calls.size())
        return false;
    for (qsizetype i = 0; i < m_calls.size(); ++i) {
        const object *call = calls[std::size_t(i)].if_object();
        const object *function = call ? core::json::objectAt(*call, "function") : nullptr;
        if (!function || core::json::textAt(*function, "name") != m_calls[i].name ||
            argumentsOf(*function) != m_calls[i].arguments)
            return false;
    }
    return true;
}

} // namespace oci
