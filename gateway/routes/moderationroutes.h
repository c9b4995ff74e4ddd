// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/guardrailsbackend.h"
#include "gateway/routes/router.h"

namespace gateway::routes {

//! POST /moderations. Null: a route that says that there is none. The backend outlives the router.
void addModerationRoutes(Router &router, core::GuardrailsBackend *backend);

} // namespace gateway::routes
