// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/message.h"
#include "core/result.h"

#include <boost/json/array.hpp>

namespace gateway::openai {

//! Reads the `messages` of a chat request. The legacy `function_call` of an assistant and the
//! legacy role `function` become a tool call and its result, linked by an id made here.
[[nodiscard]] core::Result<QList<core::Message>> readMessages(const boost::json::array &json);

} // namespace gateway::openai
