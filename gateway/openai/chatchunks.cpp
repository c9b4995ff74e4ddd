// SPDX-License-Identifier: MIT
#include "gateway/openai/chatchunks.h"

#include "core/chat/finishreason.h"
#include "core/json/json.h"
#include "core/stream/ssewriter.h"

#include <algorithm>

using boost::json::object;
using core::FinishReason;

namespace gateway::openai {

namespace {

// A service that counts wrongly must not make us allocate without bound.
constexpr int mostChoices = 128;

QByteArray quoted(boost::json::string text)
{
    return core::json::serialize(boost::json::value(std::move(text)));
}

//! {"name":"text"}
QByteArray textField(QByteArrayView name, const QString &text)
{
    QByteArray json;
    json.append("{\"").append(name).append("\":");
    json.append(quoted(core::json::string(text))).append('}');
    return json;
}

} // namespace

ChatChunks::ChatChunks(const AnswerIdentity &identity, int choices, bool includeUsage)
    : m_includeUsage(includeUsage)
    , m_choices(std::size_t(std::clamp(choices, 1, mostChoices)))
{
    // One event is one line of JSON around a small changing piece: the rest is made once.
    m_start = R"(data: {"id":)" + quoted(core::json::string(QByteArrayView(identity.id))) +
              R"(,"object":"chat.completion.chunk","created":)" +
              QByteArray::number(identity.created) + R"(,"model":)" +
              quoted(core::json::string(identity.model)) + R"(,"choices":[)";
    m_finish = includeUsage ? R"(}],"usage":null})" : "}]}";
    m_finish += "\n\n";
}

QByteArray ChatChunks::chunk(int index, QByteArrayView delta, QByteArrayView logProbs,
                             QByteArrayView finish) const
{
    QByteArray event;
    event.reserve(m_start.size() + delta.size() + logProbs.size() + m_finish.size() + 80);
    event.append(m_start).append(R"({"index":)").append(QByteArray::number(index));
    event.append(R"(,"delta":)").append(delta);
    event.append(R"(,"logprobs":)").append(logProbs);
    event.append(R"(,"finish_reason":)").append(finish).append(m_finish);
    return event;
}

ChatChunks::Choice &ChatChunks::at(int index, QByteArrayList &out)
{
    const auto place = std::size_t(std::clamp(index, 0, mostChoices - 1));
    if (place >= m_choices.size())
        m_choices.resize(place + 1);
    Choice &choice = m_choices[place];
    if (!std::exchange(choice.begun, true))
        out.append(chunk(int(place), R"({"role":"assistant","content":""})"));
    return choice;
}

QByteArrayList ChatChunks::begin()
{
    QByteArrayList out;
    for (int index = 0; index < int(m_choices.size()); ++index)
        at(index, out);
    return out;
}

void ChatChunks::addToolCall(int index, const core::ToolCallDelta &call, QByteArrayList &out)
{
    Choice &choice = at(index, out);
    object function;
    object json;
    json["index"] = call.index;
    if (choice.calls.insert(call.index).second || !call.id.isEmpty()) {
        json["id"] = core::json::string(call.id);
        json["type"] = "function";
        function["name"] = core::json::string(call.name);
    }
    function["arguments"] = core::json::string(QByteArrayView(call.arguments));
    if (!call.arguments.isEmpty())
        choice.callsWithArguments.insert(call.index);
    json["function"] = std::move(function);
    out.append(chunk(index, R"({"tool_calls":[)" + core::json::serialize(json) + "]}"));
}

QByteArrayList ChatChunks::add(const core::ChatDelta &delta)
{
    QByteArrayList out;
    const int index = std::clamp(delta.choice, 0, mostChoices - 1);
    at(index, out);
    if (!delta.reasoning.isEmpty())
        out.append(chunk(index, textField("reasoning_content", delta.reasoning)));
    // Log probabilities belong to the text they come with.
    const QByteArray logProbs =
            delta.logProbs ? core::json::serialize(*delta.logProbs) : QByteArray("null");
    if (!delta.text.isEmpty() || delta.logProbs)
        out.append(chunk(index, textField("content", delta.text), logProbs));
    if (!delta.refusal.isEmpty())
        out.append(chunk(index, textField("refusal", delta.refusal)));
    if (!delta.citations.isEmpty()) {
        out.append(chunk(index, R"({"annotations":)" +
                                        core::json::serialize(
                                                boost::json::value(annotations(delta.citations))) +
                                        '}'));
    }
    for (const core::ToolCallDelta &call : delta.toolCalls)
        addToolCall(index, call, out);
    return out;
}

QByteArrayList ChatChunks::end(const core::ChatOutcome &outcome)
{
    QByteArrayList out;
    const auto said = std::min<qsizetype>(outcome.finishReasons.size(), mostChoices);
    const int count = std::max(int(m_choices.size()), int(said));
    for (int index = 0; index < count; ++index) {
        Choice &choice = at(index, out);
        // Clients parse the arguments: none at all is an empty object (13.7).
        const std::set<int> calls = choice.calls;
        for (const int call : calls) {
            if (!choice.callsWithArguments.contains(call))
                addToolCall(index, {.index = call, .id = {}, .name = {}, .arguments = "{}"}, out);
        }
        FinishReason reason = outcome.finishReasons.value(index, FinishReason::Stop);
        if (reason == FinishReason::Stop && !calls.empty())
            reason = FinishReason::ToolCalls;
        const auto name = core::finishWord(reason);
        out.append(chunk(index, "{}", "null",
                         '"' + QByteArray(name.data(), qsizetype(name.size())) + '"'));
    }
    if (m_includeUsage) {
        out.append(m_start + R"(],"usage":)" +
                   core::json::serialize(usageObject(outcome.usage.value_or(core::Usage{}))) +
                   "}\n\n");
    }
    out.append(core::sse::event("[DONE]"));
    return out;
}

} // namespace gateway::openai
