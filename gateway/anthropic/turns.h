// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/message.h"
#include "core/result.h"

#include <boost/json/object.hpp>

namespace gateway::anthropic {

//! `system` (a string or text blocks, joined by a blank line) and `messages` of a request, in the
//! order in which other models want them:
//!
//! - the tool results of a user's turn come first, each a message of its own, then the rest of the
//!   turn. Pictures and documents within results go to the front of that rest, since no result
//!   elsewhere can hold them. A result with `is_error` begins with "Error: " unless it says so;
//! - `thinking` becomes the reasoning of the assistant's message. Signatures mean nothing here;
//!   `redacted_thinking` and what Anthropic's own tools left behind are dropped;
//! - a turn of the role `system` stays where it is;
//! - Claude Code's first system block "x-anthropic-billing-header: …" is dropped: it is meant for
//!   Anthropic and changes with each request, which would keep services from caching the prompt.
//!
//! Errors name the field as in "messages.2.content.0.source".
[[nodiscard]] core::Result<QList<core::Message>> readTurns(const boost::json::object &body);

} // namespace gateway::anthropic
