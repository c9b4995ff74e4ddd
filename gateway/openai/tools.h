// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"
#include "core/result.h"

#include <boost/json/object.hpp>

namespace gateway::openai {

//! `tools`, or the legacy `functions`, in the order given. Tools that are no functions are left
//! out, since only OpenAI itself can run them.
[[nodiscard]] core::Result<QList<core::Tool>> readTools(const boost::json::object &body);
//! `tool_choice`, or the legacy `function_call`.
[[nodiscard]] core::Result<std::optional<core::ToolChoice>>
readToolChoice(const boost::json::object &body);

} // namespace gateway::openai
