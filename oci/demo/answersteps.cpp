// SPDX-License-Identifier: MIT
#include "oci/demo/answersteps.h"

#include <utility>

namespace oci::demo {

using Kind = AnswerStep::Kind;

AnswerSteps::AnswerSteps(ScriptedAnswer answer)
    : m_answer(std::move(answer))
    , m_places(m_answer.choices.size())
{
}

std::optional<AnswerStep> AnswerSteps::next()
{
    for (qsizetype tried = 0; tried < m_places.size(); ++tried) {
        const qsizetype choice = m_turn;
        m_turn = (m_turn + 1) % m_places.size();
        if (auto step = nextOf(choice))
            return step;
    }
    if (std::exchange(m_usageSaid, true))
        return {};
    return AnswerStep{.kind = Kind::Usage, .usage = m_answer.usage};
}

std::optional<AnswerStep> AnswerSteps::nextOf(qsizetype choice)
{
    const ScriptedChoice &script = std::as_const(m_answer.choices)[choice];
    Place &place = m_places[choice];
    if (place.reasoning < script.reasoning.size()) {
        return AnswerStep{.kind = Kind::Reasoning,
                          .choice = int(choice),
                          .text = script.reasoning[place.reasoning++]};
    }
    if (place.text < script.text.size()) {
        return AnswerStep{
                .kind = Kind::Text, .choice = int(choice), .text = script.text[place.text++]};
    }
    if (!script.toolCalls.isEmpty() && !std::exchange(place.called, true)) {
        return AnswerStep{
                .kind = Kind::ToolCalls, .choice = int(choice), .toolCalls = script.toolCalls};
    }
    if (!std::exchange(place.finished, true)) {
        return AnswerStep{.kind = Kind::Finish,
                          .choice = int(choice),
                          .finishReason = script.finishReason,
                          .metStop = script.metStop};
    }
    return {};
}

} // namespace oci::demo
