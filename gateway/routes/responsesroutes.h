// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/responsesbackend.h"
#include "gateway/routes/answering.h"
#include "gateway/routes/router.h"

namespace gateway::routes {

//! OpenAI's Responses API. `native` may be null: then every response is made out of a chat. All
//! that is given here outlives the router; without an admission everybody may use every model.
//! `stateless`: nothing is kept, and what would need it is refused.
void addResponsesRoutes(Router &router, const Answering &answering, core::ChatBackend &chat,
                        core::ResponsesBackend *native, const core::Clock &clock,
                        const Limits &limits, const access::Admission *admission = nullptr,
                        bool stateless = false);

} // namespace gateway::routes
