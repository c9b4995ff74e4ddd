// SPDX-License-Identifier: MIT
#include "gateway/routing/routedcalls.h"

#include "gateway/routing/routedcall.h"

using core::Result;

namespace gateway::routing {

namespace {

//! `ask` takes a request whose model is the target.
template<typename T, typename Request, typename Ask>
QFuture<Result<T>> routed(const Request &request, const AliasedCatalog &catalog, QObject *parent,
                          Ask ask)
{
    const auto targets = catalog.targetsOf(request.model);
    if (!targets)
        return QtFuture::makeReadyValueFuture(Result<T>(std::unexpected(targets.error())));
    const auto askFor = [request, ask](const QString &target) {
        Request named = request;
        named.model = target;
        return ask(named);
    };
    if (targets->size() == 1)
        return askFor(targets->first());
    return RoutedCall<T>::start(Attempts(request.model, *targets), askFor, parent);
}

} // namespace

RoutedEmbeddings::RoutedEmbeddings(core::EmbeddingBackend &inner, const AliasedCatalog &catalog)
    : m_inner(inner)
    , m_catalog(catalog)
{
}

QFuture<Result<core::Embeddings>> RoutedEmbeddings::embed(const core::EmbeddingRequest &request)
{
    return routed<core::Embeddings>(
            request, m_catalog, &m_calls,
            [this](const core::EmbeddingRequest &named) { return m_inner.embed(named); });
}

RoutedRanks::RoutedRanks(core::RerankBackend &inner, const AliasedCatalog &catalog)
    : m_inner(inner)
    , m_catalog(catalog)
{
}

QFuture<Result<core::Reranking>> RoutedRanks::rerank(const core::RerankRequest &request)
{
    return routed<core::Reranking>(
            request, m_catalog, &m_calls,
            [this](const core::RerankRequest &named) { return m_inner.rerank(named); });
}

} // namespace gateway::routing
