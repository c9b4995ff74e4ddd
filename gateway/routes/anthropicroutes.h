// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/modelcatalog.h"
#include "gateway/routes/answering.h"
#include "gateway/routes/router.h"

namespace gateway::routes {

//! What clients of Anthropic's Messages API call, but for the models, which they share with
//! others. The catalog outlives the router.
void addAnthropicRoutes(Router &router, const Answering &answering,
                        const core::ModelCatalog &catalog);

} // namespace gateway::routes
