// SPDX-License-Identifier: MIT
#include "gateway/routes/watching.h"

#include "gateway/observe/watchedexchange.h"

using core::Embeddings;
using core::Reranking;
using core::Result;

namespace gateway::routes {

FutureNote<Embeddings> watchEmbeddings(core::http::Exchange &exchange, const QString &model)
{
    const auto watch = observe::watchOf(exchange);
    if (!watch)
        return {};
    watch->asked(model);
    return [watch](const Result<Embeddings> &result) {
        if (!result)
            return watch->failed(result.error());
        watch->accepted(result->requestId, result->served.by, result->times);
        watch->used(result->usage, result->usageIsEstimate);
    };
}

FutureNote<Reranking> watchRanks(core::http::Exchange &exchange, const QString &model)
{
    const auto watch = observe::watchOf(exchange);
    if (!watch)
        return {};
    watch->asked(model);
    return [watch](const Result<Reranking> &result) {
        if (!result)
            return watch->failed(result.error());
        watch->accepted(result->requestId, result->served.by, {});
    };
}

} // namespace gateway::routes
