// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatanswer.h"

#include <boost/json/object.hpp>

namespace oci {

//! Token counts in the service's spelling (protocol reference, 7.4), in OpenAI's, and in that of
//! `inputTokens` and `outputTokens`. What is missing is derived from the other two, or 0.
[[nodiscard]] core::Usage readUsage(const boost::json::object &json);

} // namespace oci
