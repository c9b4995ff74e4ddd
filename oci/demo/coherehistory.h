// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/message.h"
#include "oci/demo/fieldreader.h"

namespace oci::demo {

//! Reads preamble, history, message and results of a COHERE request (protocol reference, 7.5 and
//! 13.3) as one conversation, and refuses what the service refuses: empty messages, calls without
//! results, results before a message. Calls have no ids there; they get "call_demo_1", ….
[[nodiscard]] QList<core::Message> readCohereHistory(FieldReader &chat);

} // namespace oci::demo
