// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/embeddingbackend.h"
#include "gateway/routes/answering.h"
#include "gateway/routes/modelshandler.h"
#include "gateway/routes/router.h"

namespace gateway::routes {

//! Ollama's interface below /api: models, chats, generation and embeddings; what it does to models
//! on a disk is refused. All that is given outlives the router; `embeddings` may be null, and
//! without an admission everybody may use every model.
void addOllamaRoutes(Router &router, const Answering &answering, const core::Clock &clock,
                     ModelsHandler &models, core::EmbeddingBackend *embeddings,
                     const access::Admission *admission = nullptr);

} // namespace gateway::routes
