// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"
#include "core/result.h"
#include "oci/inference/chattarget.h"
#include "oci/inference/jsonwriter.h"
#include "oci/inference/modelprofile.h"

namespace oci {

//! Fields that COHERE and COHEREV2 have in common (protocol reference, 7.5, 7.7 and 13.3): the
//! limit of tokens, sampling within the bounds that these models take, the format of the answer,
//! safety, streaming.
void writeCohereOptions(JsonWriter &out, const core::ChatRequest &request, const ChatTarget &target,
                        const ModelProfile &profile);
//! The limit of tokens that is sent: the caller's or the model's own, and on demand no more than
//! the service takes.
[[nodiscard]] qint64 cohereLimit(const core::ChatRequest &request, const ChatTarget &target,
                                 const ModelProfile &profile);
//! Refuses what neither format can say and no one would want dropped silently: several answers.
[[nodiscard]] core::Result<void> checkCohereOptions(const core::ChatRequest &request);
//! The tools to offer: none where the caller forbids calls, one where they insist on it.
[[nodiscard]] QList<core::Tool> offeredTools(const core::ChatRequest &request);

} // namespace oci
