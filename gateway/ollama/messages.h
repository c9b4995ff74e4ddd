// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/message.h"
#include "core/result.h"

#include <boost/json/array.hpp>

namespace gateway::ollama {

//! Reads the `messages` of /api/chat. The arguments of a tool call are an object here; calls mostly
//! have no id, so they get one, and a message of the role `tool` answers the first call without an
//! answer that has its `tool_name` (or its `tool_call_id`, or simply the first).
[[nodiscard]] core::Result<QList<core::Message>> readMessages(const boost::json::array &json);

} // namespace gateway::ollama
