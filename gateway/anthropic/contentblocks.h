// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/message.h"
#include "core/result.h"

#include <boost/json/object.hpp>

namespace gateway::anthropic {

//! Whether `readBlock` takes blocks of this type.
[[nodiscard]] bool isContentBlock(const QString &type);

//! Reads a block that is content: `text`, `image`, `document`, `search_result`, `tool_reference`.
//! A document of plain text and a search result become text, headed by their title and source.
//!
//! What lies with Anthropic (`source.type` = `file`) or would have to be fetched (a document by
//! URL) is refused. `path` names the block in errors, e.g. "messages.0.content.1".
[[nodiscard]] core::Result<QList<core::ContentPart>>
readBlock(const boost::json::object &block, const QString &type, const QString &path);

} // namespace gateway::anthropic
