// SPDX-License-Identifier: MIT
#pragma once

#include "core/inference/reranking.h"
#include "core/result.h"

#include <boost/json/object.hpp>

namespace gateway::openai {

//! Reads the body of POST /v1/rerank as Cohere's and Jina's clients write it (protocol reference
//! 13.11): `model`, `query`, `documents` of texts or of objects with a `text`, `top_n`,
//! `return_documents`, `max_tokens_per_doc`, `max_chunks_per_doc`. Documents are not returned
//! unless asked for. Errors as of readChatCall().
[[nodiscard]] core::Result<core::RerankRequest> readRerank(const boost::json::object &body);

} // namespace gateway::openai
