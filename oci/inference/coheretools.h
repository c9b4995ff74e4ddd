// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"
#include "oci/inference/jsonwriter.h"

namespace oci {

//! `tools` of a COHERE request: the properties of each JSON Schema as parameterDefinitions with
//! Python's names of types (protocol reference, 13.9). What those cannot say is told in the
//! description. The schemas have
//! no references any more. Nothing is written where there are no tools.
void writeCohereTools(JsonWriter &out, const QList<core::Tool> &tools);

} // namespace oci
