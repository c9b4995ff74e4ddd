// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/routes/answering.h"
#include "gateway/routes/router.h"

namespace gateway::routes {

//! POST /completions, OpenAI's legacy interface, on top of chats. The backend outlives the router.
void addCompletionRoutes(Router &router, const Answering &answering, core::ChatBackend &backend);

} // namespace gateway::routes
