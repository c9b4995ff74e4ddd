// SPDX-License-Identifier: MIT
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>

namespace oci {

//! The service's parallel arrays (`tokens`, `tokenLogprobs`, `topLogprobs`) as OpenAI's list of
//! tokens: {"content":[{"token","logprob","bytes","top_logprobs":[…]}]}. Nothing where there are
//! no tokens.
[[nodiscard]] std::optional<boost::json::value> readLogProbs(const boost::json::object &json);
//! The same of COHEREV2's `logProbabilities`, each of which is a text with the logarithms of its
//! tokens: one entry for each text, since nothing tells where its tokens part.
[[nodiscard]] std::optional<boost::json::value> readCohereLogProbs(const boost::json::array &list);

} // namespace oci
