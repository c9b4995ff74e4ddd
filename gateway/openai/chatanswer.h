// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/streamaccumulator.h"
#include "gateway/openai/answerparts.h"

namespace gateway::openai {

//! The body of a whole answer, object "chat.completion" (protocol reference 13.5).
[[nodiscard]] QByteArray chatAnswer(const AnswerIdentity &identity,
                                    const QList<core::ChatChoice> &choices,
                                    const core::ChatOutcome &outcome);

} // namespace gateway::openai
