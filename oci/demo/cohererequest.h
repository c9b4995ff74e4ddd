// SPDX-License-Identifier: MIT
#pragma once

#include "oci/demo/chatcall.h"
#include "oci/demo/refusal.h"

#include <boost/json/object.hpp>

namespace oci::demo {

//! Reads the body of POST /20231130/actions/chat with a COHERE chatRequest (protocol reference,
//! 7.5), as strictly as the service. Definitions of parameters become JSON Schemas again.
[[nodiscard]] Judged<ChatCall> readCohereRequest(const boost::json::object &body);

} // namespace oci::demo
