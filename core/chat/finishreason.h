// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatanswer.h"

#include <string_view>

namespace core {

//! The word that OpenAI's chat completions have for it, which OCI's GENERIC format shares.
[[nodiscard]] std::string_view finishWord(FinishReason reason);

} // namespace core
