// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"
#include "core/result.h"

#include <boost/json/object.hpp>

namespace gateway::openai {

//! The `response_format` of a chat request, if it has one.
[[nodiscard]] core::Result<std::optional<core::ResponseFormat>>
readResponseFormat(const boost::json::object &body);

} // namespace gateway::openai
