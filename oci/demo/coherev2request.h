// SPDX-License-Identifier: MIT
#pragma once

#include "oci/demo/chatcall.h"
#include "oci/demo/refusal.h"

#include <boost/json/object.hpp>

namespace oci::demo {

//! Reads the body of POST /20231130/actions/chat with a COHEREV2 chatRequest (protocol
//! reference, 7.7), as strictly as the service.
[[nodiscard]] Judged<ChatCall> readCohereV2Request(const boost::json::object &body);

} // namespace oci::demo
