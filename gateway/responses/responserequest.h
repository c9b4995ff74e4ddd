// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"
#include "core/result.h"
#include "gateway/responses/inputitems.h"
#include "gateway/responses/responsetools.h"

namespace gateway::responses {

//! A request to the Responses API as a chat, and what its answer needs besides.
struct ResponseCall {
    core::ChatRequest request; //!< instructions, then what came before, then the input
    boost::json::array input;  //!< its own items, without what came before
    boost::json::object echo;  //!< members of the answer that repeat what was asked for
    ToolIdentities tools;
    QString previousId;      //!< empty: of none
    bool store = true;       //!< keep the answer for later
    bool background = false; //!< go on without the client
};

//! Reads the body of POST /v1/responses (protocol reference 13.12; OpenAI's reference, "Create a
//! model response"). Unknown fields are ignored. What cannot be served is an
//! ErrorCode::InvalidRequest whose `param` says where: "input[2].content[0].image_url".
[[nodiscard]] core::Result<ResponseCall> readResponseCall(const boost::json::object &body,
                                                          const Kept &kept = {});

} // namespace gateway::responses
