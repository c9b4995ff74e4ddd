// SPDX-License-Identifier: MIT
#pragma once

#include "oci/demo/chatcall.h"
#include "oci/demo/refusal.h"

#include <boost/json/object.hpp>

namespace oci::demo {

//! Reads the body of POST /20231130/actions/chat with a GENERIC chatRequest (protocol reference,
//! 7.1 to 7.3), as strictly as the service. What a model makes of it is judged by modelrules.h.
[[nodiscard]] Judged<ChatCall> readGenericRequest(const boost::json::object &body);

} // namespace oci::demo
