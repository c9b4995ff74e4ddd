// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"
#include "oci/inference/jsonwriter.h"
#include "oci/inference/modelprofile.h"

namespace oci {

//! Everything of a GENERIC chatRequest besides its messages (protocol reference, 7.2 and 13.2):
//! tools, the limit of tokens, sampling, the format of the answer, streaming. What the model
//! refuses is left out. Schemas are written as they are (schemasimplifier.h comes before).
void writeGenericOptions(JsonWriter &out, const core::ChatRequest &request,
                         const ModelProfile &profile);
//! The fields of a JSON schema that an answer has to follow, inside an object that is open: name,
//! description, schema and, by its name in the dialect, whether it is strict.
void writeSchemaFields(JsonWriter &out, const core::ResponseFormat &format,
                       std::string_view strictKey);
//! The value in capitals, if it is one of those that the service knows; else empty.
[[nodiscard]] QByteArray wireWord(const QString &value,
                                  std::initializer_list<QLatin1StringView> known);

} // namespace oci
