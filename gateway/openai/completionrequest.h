// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"
#include "core/result.h"
#include "gateway/openai/fillinmiddle.h"

#include <boost/json/object.hpp>

namespace gateway::openai {

//! Texts to go on with, each by `request.choices` answers.
struct CompletionCall {
    core::ChatRequest request; //!< without messages
    QStringList prompts;       //!< as the client gave them
    QString suffix;            //!< what follows the text that is asked for
    bool echo = false;         //!< an answer starts with its prompt
    bool includeUsage = false; //!< a last chunk with the usage (`stream_options.include_usage`)

    //! Whether a gap is to be filled, so that an answer is bare text.
    [[nodiscard]] bool fillsGap(qsizetype prompt) const;
    //! What to ask of the model for a prompt: the prompt as a person's message, or the gap.
    [[nodiscard]] QList<core::Message> messagesFor(qsizetype prompt) const;
    [[nodiscard]] qsizetype answers() const { return prompts.size() * request.choices; }

    bool operator==(const CompletionCall &) const = default;
};

//! Reads the body of POST /v1/completions (protocol reference 13.14). `prompt` is a text or an
//! array of texts; tokens are refused with a hint, and so is `best_of` above `n`. `logprobs` is a
//! number here. Without `max_tokens` the model ends when it is done, not after OpenAI's 16 tokens.
//! Errors as of readChatCall().
[[nodiscard]] core::Result<CompletionCall> readCompletionCall(const boost::json::object &body);

} // namespace gateway::openai
