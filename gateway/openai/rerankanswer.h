// SPDX-License-Identifier: MIT
#pragma once

#include "core/inference/reranking.h"

namespace gateway::openai {

//! The body of an answer to POST /v1/rerank: `{"id","object","model","results":[{"index",
//! "relevance_score","document":{"text"}}]}`, best first. Where the service left out a text that
//! was asked for, it comes from the request. There is no `usage`: the service counts none.
[[nodiscard]] QByteArray rerankAnswer(const core::Reranking &ranking,
                                      const core::RerankRequest &request);

} // namespace gateway::openai
