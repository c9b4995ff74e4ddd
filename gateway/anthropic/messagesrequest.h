// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"
#include "core/result.h"

#include <boost/json/object.hpp>

namespace gateway::anthropic {

//! A chat request, and what the client wants to see of the answer.
struct MessagesCall {
    core::ChatRequest request;
    //! Clients that did not ask for `thinking` often take the first block for the answer.
    bool showThinking = false;

    bool operator==(const MessagesCall &) const = default;
};

//! Reads the body of POST /v1/messages.
//!
//! `thinking` and `output_config.effort` become the reasoning effort: `disabled` is "none";
//! otherwise the effort counts, else the budget: below 4096 tokens "low", below 16384 "medium",
//! from there on "high". `adaptive` leaves it to the model. `output_config.format` and the older
//! `output_format` become the response format, `service_tier` `standard_only` the tier "default".
//!
//! Read and left out: `metadata` (it names the user to Anthropic), `cache_control`, `container`,
//! `context_management`, `mcp_servers`, `speed`, `inference_geo`. Unknown fields are ignored. A
//! known one that cannot be served is an ErrorCode::InvalidRequest that says where, as Anthropic's
//! clients know it: "messages.2.content.0.source.data".
[[nodiscard]] core::Result<MessagesCall> readMessagesCall(const boost::json::object &body);

//! Reads the body of POST /v1/messages/count_tokens: the same without `max_tokens`.
[[nodiscard]] core::Result<core::ChatRequest> readTokenCount(const boost::json::object &body);

} // namespace gateway::anthropic
