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
        m_embeddings.emplace(*inner.embeddings, m_catalog, hasty ? hasty->embeddings : nullptr);
    if (inner.ranks)
        m_ranks.emplace(*inner.ranks, m_catalog, hasty ? hasty->ranks : nullptr);
    if (inner.responses)
        m_responses.emplace(*inner.responses, m_catalog, hasty ? hasty->responses : nullptr);
}

Backends RoutedBackends::backends()
{
    Backends result(m_chat);
    result.guardrails = m_inner.guardrails; // they name no model
    result.embeddings = m_embeddings ? &*m_embeddings : nullptr;
    result.ranks = m_ranks ? &*m_ranks : nullptr;
    result.responses = m_responses ? &*m_responses : nullptr;
    return result;
}

} // namespace gateway::routing
