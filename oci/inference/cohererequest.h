// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"
#include "core/result.h"
#include "oci/inference/chattarget.h"
#include "oci/inference/modelprofile.h"

#include <QByteArray>

namespace oci {

//! The body of POST /20231130/actions/chat in the COHERE format (protocol reference, 7.5 and
//! 13.3), which Cohere's text models speak: one message with its history beside it. Images and
//! several answers are refused, Error::param naming the field as OpenAI's clients know it.
[[nodiscard]] core::Result<QByteArray> cohereRequestBody(const core::ChatRequest &request,
                                                         const ChatTarget &target,
                                                         const QString &compartmentId,
                                                         const ModelProfile &profile);

} // namespace oci
