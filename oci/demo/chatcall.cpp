// SPDX-License-Identifier: MIT
#include "oci/demo/chatcall.h"

#include <ranges>

namespace oci::demo {

QString lastQuestion(const core::ChatRequest &chat)
{
    for (const core::Message &message : chat.messages | std::views::reverse) {
        if (message.role == core::Role::User)
            return core::textOf(message).trimmed();
    }
    return {};
}

} // namespace oci::demo
