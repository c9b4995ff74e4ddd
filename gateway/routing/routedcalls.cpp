// SPDX-License-Identifier: MIT
#include "gateway/routing/routedcalls.h"

#include "gateway/routing/routedcall.h"

using core::Result;

namespace gateway::routing {

namespace {

//! `ask` takes a request whose model is the target, and whether no other is left.
template<typename T, typename Request, typename Ask>
QFuture<Result<T>> routed(const Request &request, const AliasedCatalog &catalog, QObject *parent,
                          Ask ask)
{
    const auto targets = catalog.targetsOf(request.model);
    if (!targets)
        return QtFuture::makeReadyValueFuture(Result<T>(std::unexpected(targets.error())));
    const auto askFor = [request, ask](const QString &target, bool isLast) {
        Request named = request;
        named.model = target;
        return ask(named, isLast);
    };
    if (targets->size() == 1)
        return askFor(targets->first(), true);
    return RoutedCall<T>::start(Attempts(request.model, *targets), askFor, parent);
}

} // namespace

RoutedEmbeddings::RoutedEmbeddings(core::EmbeddingBackend &inner, const AliasedCatalog &catalog,
                                   core::EmbeddingBackend *hasty)
    : m_inner(inner)
    , m_hasty(hasty ? *hasty : inner)
    , m_catalog(catalog)
{
}

QFuture<Result<core::Embeddings>> RoutedEmbeddings::embed(const core::EmbeddingRequest &request)
{
    return routed<core::Embeddings>(request, m_catalog, &m_calls,
                                    [this](const core::EmbeddingRequest &named, bool isLast) {
                                        return (isLast ? m_inner : m_hasty).embed(named);
                                    });
}

RoutedRanks::RoutedRanks(core::RerankBackend &inner, const AliasedCatalog &catalog,
                         core::RerankBackend *hasty)
    : m_inner(inner)
    , m_hasty(hasty ? *hasty : inner)
    , m_catalog(catalog)
{
}

QFuture<Result<core::Reranking>> RoutedRanks::rerank(const core::RerankRequest &request)
{
    return routed<core::Reranking>(request, m_catalog, &m_calls,
                                   [this](const core::RerankRequest &named, bool isLast) {
                                       return (isLast ? m_inner : m_hasty).rerank(named);
                                   });
}

} // namespace gateway::routing
