// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatanswer.h"

#include <string_view>

namespace oci {

//! The service's word, of any format and in any case, as one of ours (protocol reference, 7.9).
//! An answer with tool calls is ToolCalls whatever the word; an unknown or empty word is Stop.
[[nodiscard]] core::FinishReason finishReasonFrom(std::string_view word, bool hasToolCalls);
//! The one word that says that the answer met a stop sequence (7.8); most formats have none.
[[nodiscard]] bool saysStopSequence(std::string_view word);
//! The one word that says that the answer failed.
[[nodiscard]] bool saysError(std::string_view word);

} // namespace oci
