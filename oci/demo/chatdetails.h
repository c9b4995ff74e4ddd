// SPDX-License-Identifier: MIT
#pragma once

#include "oci/demo/chatcall.h"
#include "oci/demo/fieldreader.h"

#include <boost/json/object.hpp>

namespace oci::demo {

//! The body of POST /20231130/actions/chat besides what its format has to say.
struct ChatDetails {
    ChatCall call;
    const boost::json::object *chat = nullptr; //!< its `chatRequest`, within the body
};

//! Reads what the formats have in common (protocol reference, 7.1): compartment and serving mode.
[[nodiscard]] Judged<ChatDetails> readChatDetails(const boost::json::object &body);
//! A function's `name`, `description` and `parameters`.
[[nodiscard]] core::Tool readFunction(FieldReader &function);
//! The whole of it in the format that it names.
[[nodiscard]] Judged<ChatCall> readNativeChat(const boost::json::object &body);

} // namespace oci::demo
