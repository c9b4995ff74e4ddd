// SPDX-License-Identifier: MIT
#pragma once

#include "oci/demo/chatcall.h"
#include "oci/demo/fieldreader.h"

namespace oci::demo {

//! Reads what COHERE and COHEREV2 have in common (protocol reference, 7.5 and 7.7): documents,
//! sampling within the vendor's bounds, the format of the answer, safety, streaming. The caller
//! says which fields there may be.
[[nodiscard]] std::optional<Refusal> readCohereOptions(FieldReader &chat, ChatCall &call);

} // namespace oci::demo
