// SPDX-License-Identifier: MIT
#pragma once

#include "oci/demo/chatcall.h"
#include "oci/demo/refusal.h"

#include <boost/json/object.hpp>

namespace oci::demo {

//! Reads the body of POST /openai/v1/chat/completions (protocol reference, 8.4): OpenAI's own
//! JSON, without the stateful fields, which the service refuses.
[[nodiscard]] Judged<ChatCall> readOpenAiRequest(const boost::json::object &body);

} // namespace oci::demo
