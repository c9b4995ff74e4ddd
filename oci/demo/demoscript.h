// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatanswer.h"
#include "oci/demo/chatcall.h"
#include "oci/demo/demomodel.h"

#include <QStringList>

namespace oci::demo {

//! One answer, cut into tokens.
struct ScriptedChoice {
    QStringList reasoning;
    QStringList text;
    QList<core::ToolCall> toolCalls;
    core::FinishReason finishReason = core::FinishReason::Stop;
    bool metStop = false; //!< a stop sequence of the request

    bool operator==(const ScriptedChoice &) const = default;
};

struct ScriptedAnswer {
    QList<ScriptedChoice> choices;
    core::Usage usage;

    bool operator==(const ScriptedAnswer &) const = default;
};

//! What the service limits an answer to that asks for no limit (protocol reference, 14.2).
inline constexpr qint64 defaultLimit = 20;

//! What the simulated model answers. Deterministic: the same call gets the same answer.
//! `answerBytes` > 0: a text of so many bytes in large pieces instead, whatever the limit.
[[nodiscard]] ScriptedAnswer scriptedAnswer(const core::ChatRequest &chat, const DemoModel &model,
                                            qint64 answerBytes = 0);

} // namespace oci::demo
