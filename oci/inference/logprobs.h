// SPDX-License-Identifier: MIT
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>

namespace oci {

//! The service's parallel arrays (`tokens`, `tokenLogprobs`, `topLogprobs`) as OpenAI's list of
//! tokens: {"content":[{"token","logprob","bytes","top_logprobs":[…]}]}. Nothing where there are
//! no tokens.
[[nodiscard]] std::optional<boost::json::value> readLogProbs(const boost::json::object &json);

} // namespace oci
