// SPDX-License-Identifier: MIT
#include "oci/inference/tooltextreader.h"

using core::ChatDelta;
using core::Result;

namespace oci {

namespace {

bool saysNothing(const ChatDelta &delta)
{
    return delta == ChatDelta{.choice = delta.choice};
}

} // namespace

ToolTextReader::ToolTextReader(std::unique_ptr<AnswerReader> inner, MakeId makeId)
    : m_inner(std::move(inner))
    , m_makeId(std::move(makeId))
{
}

void ToolTextReader::add(const ToolCallText::Found &found, Choice &choice, ChatDelta &delta)
{
    delta.text += found.text;
    for (const core::ToolCall &call : found.calls) {
        if (choice.calls >= ToolCallAssembler::mostCalls)
            return;
        choice.found = true;
        delta.toolCalls.append({.index = choice.calls++,
                                .id = m_makeId(),
                                .name = call.name,
                                .arguments = call.arguments});
    }
}

void ToolTextReader::rewrite(ChatDelta &delta)
{
    Choice &choice = m_choices[delta.choice];
    for (core::ToolCallDelta &call : delta.toolCalls) {
        auto place = choice.places.constFind(call.index);
        if (place == choice.places.cend())
            place = choice.places.insert(call.index, choice.calls++);
        call.index = *place;
    }
    add(choice.text.feed(std::exchange(delta.text, {})), choice, delta);
}

Result<QList<ChatDelta>> ToolTextReader::take(QByteArrayView eventData)
{
    auto deltas = m_inner->take(eventData);
    if (!deltas)
        return deltas;
    for (ChatDelta &delta : *deltas)
        rewrite(delta);
    deltas->removeIf(saysNothing);
    return deltas;
}

AnswerEnd ToolTextReader::end()
{
    AnswerEnd answer = m_inner->end();
    for (ChatDelta &delta : answer.deltas)
        rewrite(delta);
    for (auto &[index, choice] : m_choices) {
        ChatDelta rest{.choice = index};
        add(choice.text.finish(), choice, rest);
        answer.deltas.append(std::move(rest));
    }
    answer.deltas.removeIf(saysNothing);
    correct(answer.outcome);
    return answer;
}

Result<AnswerEnd> ToolTextReader::whole(QByteArrayView body)
{
    auto answer = m_inner->whole(body);
    if (!answer)
        return answer;
    QHash<int, qsizetype> last; // a choice may come in several parts
    for (qsizetype i = 0; i < answer->deltas.size(); ++i) {
        rewrite(answer->deltas[i]);
        last.insert(answer->deltas[i].choice, i);
    }
    for (auto &[index, choice] : m_choices)
        add(choice.text.finish(), choice, answer->deltas[last.value(index)]);
    correct(answer->outcome);
    return answer;
}

void ToolTextReader::correct(core::ChatOutcome &outcome) const
{
    for (const auto &[index, choice] : m_choices) {
        if (choice.found && index < outcome.finishReasons.size())
            outcome.finishReasons[index] = core::FinishReason::ToolCalls;
    }
}

} // namespace oci
