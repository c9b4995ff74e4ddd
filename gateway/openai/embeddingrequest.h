// SPDX-License-Identifier: MIT
#pragma once

#include "core/inference/embedding.h"
#include "core/result.h"

#include <boost/json/object.hpp>

namespace gateway::openai {

//! Vectors to compute, and how the client wants to see them.
struct EmbeddingCall {
    core::EmbeddingRequest request;
    bool base64 = false; //!< of little-endian floats (`encoding_format`), rather than numbers

    bool operator==(const EmbeddingCall &) const = default;
};

//! Reads the body of POST /v1/embeddings (protocol reference 13.10, left column); `input_type` and
//! `truncate` are OCI's words in any case. Tokens in place of texts are refused with a hint.
//! Errors as of readChatCall(). `usual`: which end is cut off where the body does not say.
[[nodiscard]] core::Result<EmbeddingCall>
readEmbeddingCall(const boost::json::object &body, core::Truncation usual = core::Truncation::End);

} // namespace gateway::openai
