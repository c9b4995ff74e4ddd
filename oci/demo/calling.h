// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "oci/demo/chatcall.h"
#include "oci/demo/demoaccount.h"
#include "oci/demo/demomodel.h"
#include "oci/demo/refusal.h"
#include "oci/demo/route.h"

#include <memory>

namespace oci::demo {

struct ResponsesCall;

//! What a request asks a model.
struct Calling {
    ChatCall chat;
    std::shared_ptr<const ResponsesCall> response; //!< of a call that is to make one; else null
};

//! Reads the body of a request to one of the chat operations.
[[nodiscard]] Judged<Calling> readCalling(const core::http::Request &request, Operation operation);

//! The Responses API belongs to a project (protocol reference, 5.4 and 8.5).
[[nodiscard]] Judged<void> checkProject(const core::http::Request &request);

//! The model that is to answer, if the caller may ask it that way. Lives as long as the program.
[[nodiscard]] Judged<const DemoModel *> modelFor(const ChatCall &call,
                                                 const core::http::Request &request,
                                                 const Route &route, const QByteArray &region,
                                                 const DemoAccount &account);

} // namespace oci::demo
