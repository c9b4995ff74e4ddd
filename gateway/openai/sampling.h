// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"
#include "gateway/fields/reading.h"

namespace gateway::openai {

//! What chats and completions have in common: how long, how varied, until where, how many.
void readSampling(fields::Reading &reading, core::ChatRequest &request,
                  const boost::json::object &body);
//! `stream_options.include_usage`.
[[nodiscard]] core::Result<bool> readIncludeUsage(const boost::json::object &body);

} // namespace gateway::openai
