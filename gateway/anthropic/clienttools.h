// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"

#include <optional>

namespace gateway::anthropic {

//! One of the tools that Anthropic defines and the client runs, as a function that any model can
//! call. Clients send only its `type`, with a date ("bash_20250124"), and its name; arguments and
//! their meaning are Anthropic's published ones. Nothing for other types.
[[nodiscard]] std::optional<core::Tool> clientTool(const QString &type, const QString &name);

} // namespace gateway::anthropic
