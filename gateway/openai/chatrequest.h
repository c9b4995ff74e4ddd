// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"
#include "core/result.h"

#include <boost/json/object.hpp>

namespace gateway::openai {

//! A chat request, and what the client wants to see of the answer.
struct ChatCall {
    core::ChatRequest request;
    bool includeUsage = false; //!< a last chunk with the usage (`stream_options.include_usage`)

    bool operator==(const ChatCall &) const = default;
};

//! Reads the body of POST /v1/chat/completions (protocol reference 13.2 and 13.3, left column).
//!
//! Unknown fields are ignored. A known one that cannot be served is an
//! ErrorCode::InvalidRequest whose `param` says where: `messages[2].content[0].image_url.url`.
[[nodiscard]] core::Result<ChatCall> readChatCall(const boost::json::object &body);

} // namespace gateway::openai
