// SPDX-License-Identifier: MIT
#include "core/chat/streamaccumulator.h"

#include <algorithm>

namespace core {

namespace {

// A service that counts wrongly must not make us allocate without bound.
constexpr int highestIndex = 127;

void addToolCall(QList<ToolCall> &calls, const ToolCallDelta &delta)
{
    const int index = std::clamp(delta.index, 0, highestIndex);
    while (calls.size() <= index)
        calls.append(ToolCall{});
    ToolCall &call = calls[index];
    if (!delta.id.isEmpty())
        call.id = delta.id;
    if (!delta.name.isEmpty())
        call.name = delta.name;
    call.arguments += delta.arguments;
}

void addLogProbs(std::optional<boost::json::value> &all, const boost::json::value &more)
{
    if (!all) {
        all = more;
        return;
    }
    // OpenAI's shape: the tokens of a choice stand in one array named "content".
    const auto *from = more.is_object() ? more.get_object().if_contains("content") : nullptr;
    auto *to = all->is_object() ? all->get_object().if_contains("content") : nullptr;
    if (!from || !from->is_array() || !to || !to->is_array())
        return;
    for (const auto &token : from->get_array())
        to->get_array().push_back(token);
}

} // namespace

StreamAccumulator::Growing &StreamAccumulator::at(int index)
{
    const auto place = std::size_t(std::clamp(index, 0, highestIndex));
    if (place >= m_choices.size())
        m_choices.resize(place + 1);
    return m_choices[place];
}

void StreamAccumulator::add(const ChatDelta &delta)
{
    Growing &growing = at(delta.choice);
    growing.text += delta.text;
    Message &message = growing.choice.message;
    message.reasoning += delta.reasoning;
    message.refusal += delta.refusal;
    message.citations += delta.citations;
    for (const ToolCallDelta &call : delta.toolCalls)
        addToolCall(message.toolCalls, call);
    if (delta.logProbs)
        addLogProbs(growing.choice.logProbs, *delta.logProbs);
}

void StreamAccumulator::finish(const ChatOutcome &outcome)
{
    for (qsizetype i = 0; i < outcome.finishReasons.size(); ++i)
        at(int(i)).choice.finishReason = outcome.finishReasons[i];
}

QList<ChatChoice> StreamAccumulator::choices() const
{
    QList<ChatChoice> choices;
    for (const Growing &growing : m_choices) {
        ChatChoice choice = growing.choice;
        if (!growing.text.isEmpty())
            choice.message.content = {TextPart{growing.text}};
        choices.append(std::move(choice));
    }
    return choices;
}

} // namespace core
