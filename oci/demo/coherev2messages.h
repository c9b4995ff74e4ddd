// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/message.h"
#include "oci/demo/fieldreader.h"

namespace oci::demo {

//! Reads `messages` of a COHEREV2 request (protocol reference, 7.7). Every call must have its
//! result (14.26).
[[nodiscard]] QList<core::Message> readCohereV2Messages(FieldReader &chat);

} // namespace oci::demo
