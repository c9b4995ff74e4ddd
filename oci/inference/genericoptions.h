// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"
#include "oci/inference/jsonwriter.h"
#include "oci/inference/modelprofile.h"

namespace oci {

//! Everything of a GENERIC chatRequest besides its messages (protocol reference, 7.2 and 13.2):
//! tools, the limit of tokens, sampling, the format of the answer, streaming. What the model
//! refuses is left out.
void writeGenericOptions(JsonWriter &out, const core::ChatRequest &request,
                         const ModelProfile &profile);
//! The value in capitals, if it is one of those that the service knows; else empty.
[[nodiscard]] QByteArray wireWord(const QString &value,
                                  std::initializer_list<QLatin1StringView> known);

} // namespace oci
