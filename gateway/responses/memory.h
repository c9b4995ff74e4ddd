// SPDX-License-Identifier: MIT
#pragma once

#include "core/error.h"

#include <boost/json/object.hpp>

#include <optional>

namespace gateway::responses {

//! Why a gateway that keeps nothing cannot make this response: the request belongs to an earlier
//! one or to a conversation, or wants to be kept or made in the background. `param` names which.
[[nodiscard]] std::optional<core::Error> needsMemory(const boost::json::object &body);
//! Why it has no stored response.
[[nodiscard]] core::Error nothingIsKept();

} // namespace gateway::responses
