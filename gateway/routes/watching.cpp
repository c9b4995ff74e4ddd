// SPDX-License-Identifier: MIT
#include "gateway/routes/watching.h"

#include "core/json/json.h"
#include "gateway/observe/watchedexchange.h"

using core::Embeddings;
using core::Reranking;
using core::ResponsesAnswer;
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

FutureNote<ResponsesAnswer> watchResponse(core::http::Exchange &exchange,
                                          const boost::json::object &body)
{
    const auto watch = observe::watchOf(exchange);
    if (!watch)
        return {};
    core::ChatRequest prompt = responses::promptOf(body);
    prompt.stream = false;
    watch->asked(prompt);
    return [watch](const Result<ResponsesAnswer> &result) {
        if (!result)
            return watch->failed(result.error());
        watch->accepted(result->requestId, result->served.by, result->times);
        const auto json = core::json::parseObject(result->body);
        if (!json)
            return;
        const responses::PassedFacts facts = responses::factsOf(*json);
        if (facts.usage)
            watch->used(*facts.usage);
        else if (!facts.isOver)
            watch->used({}); // counted once it is over: see watchStored()
        if (!facts.failure.isEmpty())
            watch->failed(facts.failure);
    };
}

FutureNote<ResponsesAnswer> watchStored(core::http::Exchange &exchange,
                                        responses::PassedResponses &passed)
{
    const auto watch = observe::watchOf(exchange);
    if (!watch)
        return {};
    watch->asked(QString());
    return [watch, counted = &passed](const Result<ResponsesAnswer> &result) {
        if (!result)
            return watch->failed(result.error());
        watch->accepted(result->requestId, result->served.by, result->times);
        watch->used({});
        const auto json = core::json::parseObject(result->body);
        const auto facts = json ? responses::factsOf(*json) : responses::PassedFacts();
        if (const QString model = counted->takeUncounted(facts); !model.isEmpty())
            watch->usedEarlier(model, *facts.usage);
    };
}

} // namespace gateway::routes
