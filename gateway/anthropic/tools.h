// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"
#include "core/result.h"

#include <boost/json/object.hpp>

namespace gateway::anthropic {

//! `tools` in the order given: the client's own (no `type`, or `custom`), and those of Anthropic's
//! that the client itself runs and whose arguments are public: bash and the text editor, for which
//! clients send no schema. Left out are the ones that only Anthropic can run (web_search,
//! web_fetch, code_execution, tool_search and the like) or that only its models were taught
//! (computer, browser, memory).
//!
//! One with `defer_loading` is left out until the conversation has found it, unless Anthropic's own
//! search was to find it. What turns add and take away counts (toolchanges.h).
[[nodiscard]] core::Result<QList<core::Tool>> readTools(const boost::json::object &body);

//! What `tool_choice` says.
struct ToolUse {
    std::optional<core::ToolChoice> choice;
    std::optional<bool> parallel; //!< false with `disable_parallel_tool_use`

    bool operator==(const ToolUse &) const = default;
};

//! A tool that was left out cannot be chosen: the model is then free.
[[nodiscard]] core::Result<ToolUse> readToolChoice(const boost::json::object &body,
                                                   const QList<core::Tool> &tools);

} // namespace gateway::anthropic
