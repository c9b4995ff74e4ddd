// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/problems/problem.h"

//! How errors look to clients of the OpenAI dialect:
//! `{"error":{"message","type","param","code"}}`.
namespace gateway::openai {

[[nodiscard]] QByteArray problemBody(const Problem &problem);
[[nodiscard]] core::http::Response errorResponse(const core::Error &error);

} // namespace gateway::openai
