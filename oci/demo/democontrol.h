// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "oci/demo/faults.h"
#include "oci/demo/traffic.h"

namespace oci::demo {

//! The unsigned paths by which a test steers the demo:
//! - POST /demo/faults with one rule (fault.h) or an array of them: 200 `{"rules": how many}`;
//!   nothing is added where one of them is wrong
//! - DELETE /demo/faults: 204
//! - GET /demo/state: what Traffic::json() says, with `rules`
//! - DELETE /demo/sessions: 204; revokes all session tokens (DemoService answers it)
//! - DELETE /demo/state: 204; forgets the requests that are over
[[nodiscard]] core::http::Response controlAnswer(const core::http::Request &request, Faults &faults,
                                                 Traffic &traffic);

} // namespace oci::demo
