// SPDX-License-Identifier: MIT
#include "gateway/routing/routedbackends.h"

namespace gateway::routing {

RoutedBackends::RoutedBackends(const Backends &inner, core::ModelCatalog &catalog,
                               AliasedCatalog::Knows knows, const std::optional<Backends> &hasty)
    : m_inner(inner)
    , m_catalog(catalog, std::move(knows))
    , m_chat(inner.chat, m_catalog, hasty ? &hasty->chat : nullptr)
{
    if (inner.embeddings)
        m_embeddings = std::make_unique<RoutedEmbeddings>(*inner.embeddings, m_catalog,
                                                          hasty ? hasty->embeddings : nullptr);
    if (inner.ranks)
        m_ranks = std::make_unique<RoutedRanks>(*inner.ranks, m_catalog,
                                                hasty ? hasty->ranks : nullptr);
    if (inner.responses)
        m_responses = std::make_unique<RoutedResponses>(*inner.responses, m_catalog,
                                                        hasty ? hasty->responses : nullptr);
}

Backends RoutedBackends::backends()
{
    Backends result(m_chat);
    result.guardrails = m_inner.guardrails; // they name no model
    result.embeddings = m_embeddings.get();
    result.ranks = m_ranks.get();
    result.responses = m_responses.get();
    return result;
}

} // namespace gateway::routing
