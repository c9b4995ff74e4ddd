// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/message.h"
#include "core/result.h"

#include <boost/json/object.hpp>

namespace gateway::anthropic {

//! A block of the type `tool_result`.
struct ToolResult {
    core::Message message;                //!< of the role Tool, with text only
    QList<core::ContentPart> attachments; //!< pictures and documents that it came with

    bool operator==(const ToolResult &) const = default;
};

//! A result that is nothing but attachments says where they are. `path` names the block in errors.
[[nodiscard]] core::Result<ToolResult> readToolResult(const boost::json::object &block,
                                                      const QString &path);

} // namespace gateway::anthropic
