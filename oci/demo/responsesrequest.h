// SPDX-License-Identifier: MIT
#pragma once

#include "oci/demo/chatcall.h"
#include "oci/demo/refusal.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace oci::demo {

//! A call of POST /openai/v1/responses.
struct ResponsesCall {
    ChatCall chat;
    bool store = true;
    bool background = false; //!< it may be cancelled; the demo is done with it at once all the same
    QString previousId;
    boost::json::array inputItems; //!< with ids, as input_items lists them
};

//! Reads the body as strictly as OpenAI does: an unknown member is refused, null is the same as
//! leaving it out.
[[nodiscard]] Judged<ResponsesCall> readResponsesRequest(const boost::json::object &body);

} // namespace oci::demo
