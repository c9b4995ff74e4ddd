// SPDX-License-Identifier: MIT
#pragma once

#include "core/inference/embedding.h"
#include "core/inference/reranking.h"
#include "core/ports/responsesbackend.h"
#include "gateway/responses/passedresponses.h"
#include "gateway/routes/futureanswer.h"

namespace gateway::routes {

//! Notes in the record of the exchange that a model is asked, and gives what notes the result.
[[nodiscard]] FutureNote<core::Embeddings> watchEmbeddings(core::http::Exchange &exchange,
                                                           const QString &model);
[[nodiscard]] FutureNote<core::Reranking> watchRanks(core::http::Exchange &exchange,
                                                     const QString &model);
//! Of a response that goes through: `body` is what was asked for.
[[nodiscard]] FutureNote<core::ResponsesAnswer> watchResponse(core::http::Exchange &exchange,
                                                              const boost::json::object &body);
//! Of what is done with a response that was made: the tokens of one that was made without its
//! client count where they are first seen. `passed` outlives the exchange.
[[nodiscard]] FutureNote<core::ResponsesAnswer> watchStored(core::http::Exchange &exchange,
                                                            responses::PassedResponses &passed);

} // namespace gateway::routes
