// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"
#include "core/result.h"
#include "oci/inference/chattarget.h"
#include "oci/inference/modelprofile.h"

#include <QByteArray>

namespace oci {

//! The body of POST /20231130/actions/chat in the GENERIC format (protocol reference, 7.1 to 7.3
//! and 13.2). Error::param names the bad field as OpenAI's clients know it.
//!
//! Attachments must be `data:` URIs. An image by http(s) address is refused: fetching it here
//! would let whoever can send us a request make this program call any address in its network
//! (SSRF), and the models mostly do not take addresses themselves.
[[nodiscard]] core::Result<QByteArray> genericRequestBody(const core::ChatRequest &request,
                                                          const ChatTarget &target,
                                                          const QString &compartmentId,
                                                          const ModelProfile &profile);

} // namespace oci
