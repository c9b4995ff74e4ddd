// SPDX-License-Identifier: MIT
#include "oci/inference/choices.h"

#include "oci/inference/finishreasons.h"

#include <algorithm>

namespace oci {

namespace {

constexpr qint64 highestChoice = 127;

// The service may tell one choice in several parts, of which one has the call.
void completeCall(QList<core::ChatDelta> &deltas, int choice, const core::ToolCallDelta &call)
{
    for (core::ChatDelta &delta : deltas) {
        if (delta.choice != choice)
            continue;
        const auto at = std::ranges::find(delta.toolCalls, call.index, &core::ToolCallDelta::index);
        if (at != delta.toolCalls.end()) {
            at->arguments += call.arguments;
            return;
        }
    }
}

} // namespace

int Choices::bounded(qint64 index)
{
    return int(std::clamp<qint64>(index, 0, highestChoice));
}

Choices::Choice &Choices::at(int choice)
{
    while (m_choices.size() <= std::size_t(choice))
        m_choices.push_back({.toolCalls = ToolCallAssembler(m_makeId)});
    return m_choices[std::size_t(choice)];
}

QList<core::ToolCallDelta> Choices::addToolCalls(int choice, const boost::json::array &calls)
{
    return at(choice).toolCalls.add(calls);
}

void Choices::setUsage(const core::Usage &usage)
{
    m_usage = usage;
    m_usageIsTotal = true;
}

void Choices::setUsageOfChoice(const core::Usage &usage)
{
    if (!m_usageIsTotal)
        m_usage = usage;
}

void Choices::setFinish(int choice, std::string_view word)
{
    Choice &named = at(choice);
    if (!word.empty())
        named.finish = word;
}

bool Choices::haveFinished() const
{
    return !m_choices.empty() && std::ranges::none_of(m_choices, [](const Choice &choice) {
        return choice.finish.empty();
    });
}

AnswerEnd Choices::end()
{
    (void)at(0); // an answer without any choice is an empty one
    AnswerEnd end;
    end.outcome.finishReasons.clear();
    for (std::size_t i = 0; i < m_choices.size(); ++i) {
        Choice &choice = m_choices[i];
        if (auto rest = choice.toolCalls.finish(); !rest.isEmpty())
            end.deltas.append({.choice = int(i), .toolCalls = std::move(rest)});
        end.outcome.finishReasons.append(
                finishReasonFrom(choice.finish, choice.toolCalls.hasCalls()));
    }
    if (end.outcome.finishReasons.first() == core::FinishReason::Stop) {
        Choice &first = m_choices.front();
        if (!first.stop && saysStopSequence(first.finish))
            first.stop = QString();
        end.outcome.stoppedAt = first.stop;
    }
    end.outcome.usage = m_usage;
    end.outcome.serviceTier = m_serviceTier;
    end.outcome.created = m_created;
    return end;
}

AnswerEnd Choices::endWhole(QList<core::ChatDelta> deltas)
{
    AnswerEnd answer = end();
    for (const core::ChatDelta &rest : std::as_const(answer.deltas)) {
        for (const core::ToolCallDelta &call : rest.toolCalls)
            completeCall(deltas, rest.choice, call);
    }
    answer.deltas = std::move(deltas);
    return answer;
}

} // namespace oci
