// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/streamaccumulator.h"
#include "gateway/openai/answerparts.h"
#include "gateway/openai/completionrequest.h"

namespace gateway::openai {

//! The body of a whole answer to POST /v1/completions, object "text_completion". The choices are
//! those of the first prompt, then of the second, and so on.
[[nodiscard]] QByteArray completionAnswer(const AnswerIdentity &identity,
                                          const CompletionCall &call,
                                          const QList<core::ChatChoice> &choices,
                                          const core::ChatOutcome &outcome);

} // namespace gateway::openai
