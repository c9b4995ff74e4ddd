// SPDX-License-Identifier: MIT
#pragma once

#include <boost/json/object.hpp>

namespace gateway::responses {

//! The members of a response that repeat what was asked for, each there, with OpenAI's defaults
//! where the request does not say.
[[nodiscard]] boost::json::object echoOf(const boost::json::object &body);

} // namespace gateway::responses
