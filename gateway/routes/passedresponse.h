// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "core/ports/responsesbackend.h"
#include "gateway/limits.h"
#include "gateway/responses/passedresponses.h"
#include "gateway/routes/futureanswer.h"

#include <functional>

namespace gateway::routes {

//! Has OCI's own Responses API answer a request, whole or streamed as the body asks for: the body
//! goes as it is, and so does what comes back. What it starts hangs on the exchange. Backend and
//! `passed` outlive that.
void passResponse(core::http::Exchange &exchange, core::ResponsesBackend &backend,
                  const boost::json::object &body, responses::PassedResponses &passed,
                  const Limits &limits);

using PassedAnswer = core::Result<core::ResponsesAnswer>;
using PassedNote = FutureNote<core::ResponsesAnswer>;

//! Sends an answer of that API once it has come; `refuse` answers in its stead where it failed.
void sendWhenReady(core::http::Exchange &exchange, const QFuture<PassedAnswer> &future,
                   const PassedNote &note,
                   const std::function<core::http::Response(const core::Error &)> &refuse);

} // namespace gateway::routes
