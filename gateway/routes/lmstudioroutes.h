// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/routes/answering.h"
#include "gateway/routes/embeddingshandler.h"
#include "gateway/routes/modelshandler.h"
#include "gateway/routes/router.h"

#include <optional>

namespace gateway::routes {

//! LM Studio's own interface below /api/v0: its list of models, and OpenAI's chats, completions
//! and embeddings. The handler of models outlives the router.
void addLmStudioRoutes(Router &router, const Answering &answering, ModelsHandler &models,
                       const std::optional<EmbeddingsHandler> &embeddings);

} // namespace gateway::routes
