// SPDX-License-Identifier: MIT
#pragma once

#include "core/inference/embedding.h"
#include "core/inference/reranking.h"
#include "gateway/routes/futureanswer.h"

namespace gateway::routes {

//! Notes in the record of the exchange that a model is asked, and gives what notes the result.
[[nodiscard]] FutureNote<core::Embeddings> watchEmbeddings(core::http::Exchange &exchange,
                                                           const QString &model);
[[nodiscard]] FutureNote<core::Reranking> watchRanks(core::http::Exchange &exchange,
                                                     const QString &model);

} // namespace gateway::routes
