// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/rerankbackend.h"
#include "gateway/access/admission.h"
#include "gateway/routes/router.h"

namespace gateway::routes {

//! POST /rerank, also /reranking and /v2/rerank, as Cohere's and Jina's clients call it. Null: a
//! route that says that there is none. Backend and admission outlive the router; without an
//! admission everybody may use every model.
void addRerankRoutes(Router &router, core::RerankBackend *backend,
                     const access::Admission *admission = nullptr);

} // namespace gateway::routes
