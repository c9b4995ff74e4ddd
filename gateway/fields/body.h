// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "core/result.h"

#include <boost/json/object.hpp>

namespace gateway::fields {

//! The body of a request as the JSON object that it has to be; otherwise the error's reason is
//! "invalid_json".
[[nodiscard]] core::Result<boost::json::object> jsonBody(const core::http::Request &request);

} // namespace gateway::fields
