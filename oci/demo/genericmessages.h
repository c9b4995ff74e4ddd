// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/message.h"
#include "oci/demo/fieldreader.h"

namespace oci::demo {

//! Reads `messages` of a GENERIC request (protocol reference, 7.3).
[[nodiscard]] QList<core::Message> readGenericMessages(FieldReader &chat);

} // namespace oci::demo
