// SPDX-License-Identifier: MIT
#include "core/chat/finishreason.h"

namespace core {

std::string_view finishWord(FinishReason reason)
{
    switch (reason) {
    case FinishReason::Stop:
        return "stop";
    case FinishReason::Length:
        return "length";
    case FinishReason::ToolCalls:
        return "tool_calls";
    case FinishReason::ContentFilter:
        return "content_filter";
    }
    return "stop";
}

} // namespace core
