// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"
#include "core/result.h"
#include "gateway/ollama/options.h"

#include <boost/json/object.hpp>

namespace gateway::ollama {

//! A chat, and how the client wants to see the answer.
struct ChatCall {
    core::ChatRequest request; //!< `model` without the tag ":latest"
    QString model;             //!< as the client called it
    CallOptions options;
    bool fillsGap = false; //!< the answer is bare text that goes into another

    //! Nothing is asked: the client wants the model loaded, or unloaded.
    [[nodiscard]] bool asksNothing() const { return request.messages.isEmpty(); }

    bool operator==(const ChatCall &) const = default;
};

//! Reads the body of POST /api/chat. Errors are ErrorCode::InvalidRequest and name the field.
[[nodiscard]] core::Result<ChatCall> readChatCall(const boost::json::object &body);
//! Reads the body of POST /api/generate: `prompt`, `system`, `images`, and `suffix` for a gap to
//! be filled; a prompt that is laid out for a code model (`raw`) is read as a gap, too. `template`
//! and `context` have no effect.
[[nodiscard]] core::Result<ChatCall> readGenerateCall(const boost::json::object &body);

} // namespace gateway::ollama
