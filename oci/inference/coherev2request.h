// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"
#include "core/result.h"
#include "oci/inference/chattarget.h"
#include "oci/inference/modelprofile.h"

#include <QByteArray>

namespace oci {

//! The body of POST /20231130/actions/chat in the COHEREV2 format (protocol reference, 7.7 and
//! 13.4), which Cohere's models with vision or reasoning speak. Images by http(s) address pass as
//! they are: it is the service that fetches them. Error::param names the bad field as OpenAI's
//! clients know it.
[[nodiscard]] core::Result<QByteArray> cohereV2RequestBody(const core::ChatRequest &request,
                                                           const ChatTarget &target,
                                                           const QString &compartmentId,
                                                           const ModelProfile &profile);

} // namespace oci
