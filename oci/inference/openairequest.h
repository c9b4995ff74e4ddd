// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"
#include "core/result.h"
#include "oci/inference/modelprofile.h"

#include <QByteArray>

namespace oci {

//! The body of POST /openai/v1/chat/completions, which bearer keys use (protocol reference, 8.4).
//! The vendors' rules are the same as for the native API. Images by http(s) address pass as they
//! are: it is the service that fetches them, never this program. `store` is never sent.
[[nodiscard]] core::Result<QByteArray> openAiRequestBody(const core::ChatRequest &request,
                                                         const QString &model,
                                                         const ModelProfile &profile);

} // namespace oci
