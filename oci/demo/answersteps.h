// SPDX-License-Identifier: MIT
#pragma once

#include "oci/demo/demoscript.h"

#include <optional>

namespace oci::demo {

//! The next thing that a stream says, before any API gave it its shape.
struct AnswerStep {
    enum class Kind { Reasoning, Text, ToolCalls, Finish, Usage };

    Kind kind = Kind::Text;
    int choice = 0;
    QString text; //!< of Reasoning and Text
    QList<core::ToolCall> toolCalls;
    core::FinishReason finishReason = core::FinishReason::Stop;
    bool metStop = false;
    core::Usage usage;

    bool operator==(const AnswerStep &) const = default;
};

//! Walks through an answer in the order of a stream: the choices take turns, each with its
//! reasoning, its text, its calls and its finish; the usage comes last.
class AnswerSteps
{
public:
    explicit AnswerSteps(ScriptedAnswer answer);

    //! Nothing: that was all.
    [[nodiscard]] std::optional<AnswerStep> next();

private:
    struct Place {
        qsizetype reasoning = 0;
        qsizetype text = 0;
        bool called = false;
        bool finished = false;
    };

    std::optional<AnswerStep> nextOf(qsizetype choice);

    ScriptedAnswer m_answer;
    QList<Place> m_places;
    qsizetype m_turn = 0;
    bool m_usageSaid = false;
};

} // namespace oci::demo
