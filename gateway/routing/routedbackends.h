// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/gateway.h"
#include "gateway/routing/routedcalls.h"
#include "gateway/routing/routedchat.h"
#include "gateway/routing/routedresponses.h"

#include <memory>
#include <optional>

namespace gateway::routing {

//! Stands between the gateway and whoever answers: what a name means, and who is asked next where
//! one fails. Lives in the thread of what it is given, which outlives it.
class RoutedBackends final
{
public:
    //! `knows`: of models that cannot chat, too. `hasty` is asked in place of `inner` where another
    //! target is left, so that the caller does not wait for retries of the first; without it there
    //! is no difference.
    RoutedBackends(const Backends &inner, core::ModelCatalog &catalog,
                   AliasedCatalog::Knows knows = {}, const std::optional<Backends> &hasty = {});

    //! Counts for what is asked from now on.
    void setSettings(const RoutingSettings &settings) { m_catalog.setSettings(settings); }
    //! What the gateway asks; null where there was nothing to ask.
    [[nodiscard]] Backends backends();
    [[nodiscard]] core::ModelCatalog &catalog() { return m_catalog; }

private:
    Backends m_inner;
    AliasedCatalog m_catalog;
    RoutedChat m_chat;
    std::unique_ptr<RoutedEmbeddings> m_embeddings;
    std::unique_ptr<RoutedRanks> m_ranks;
    std::unique_ptr<RoutedResponses> m_responses;
};

} // namespace gateway::routing
