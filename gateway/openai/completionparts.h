// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatanswer.h"

#include <boost/json/value.hpp>

namespace gateway::openai {

//! Log probabilities as POST /v1/completions has them: `{"tokens","token_logprobs","top_logprobs",
//! "text_offset"}`, from the shape of chats. `offset`: where the text begins in the whole answer,
//! in characters; moved on by the tokens.
[[nodiscard]] boost::json::value completionLogProbs(const boost::json::value &chat, qint64 &offset);
//! "stop", "length" or "content_filter".
[[nodiscard]] std::string_view completionFinishWord(core::FinishReason reason);

} // namespace gateway::openai
