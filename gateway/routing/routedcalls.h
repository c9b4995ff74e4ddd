// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/embeddingbackend.h"
#include "core/ports/rerankbackend.h"
#include "gateway/routing/aliasedcatalog.h"

namespace gateway::routing {

//! Asks the models that a name stands for, one after the other where one fails; Embeddings::served
//! says so. Backends and catalogue outlive it; destroying it cancels what is under way.
class RoutedEmbeddings final : public core::EmbeddingBackend
{
public:
    //! `hasty`: as of RoutedChat.
    RoutedEmbeddings(core::EmbeddingBackend &inner, const AliasedCatalog &catalog,
                     core::EmbeddingBackend *hasty = nullptr);

    QFuture<core::Result<core::Embeddings>> embed(const core::EmbeddingRequest &request) override;

private:
    core::EmbeddingBackend &m_inner;
    core::EmbeddingBackend &m_hasty;
    const AliasedCatalog &m_catalog;
    QObject m_calls; //!< their parent
};

//! The same for ranks.
class RoutedRanks final : public core::RerankBackend
{
public:
    RoutedRanks(core::RerankBackend &inner, const AliasedCatalog &catalog,
                core::RerankBackend *hasty = nullptr);

    QFuture<core::Result<core::Reranking>> rerank(const core::RerankRequest &request) override;

private:
    core::RerankBackend &m_inner;
    core::RerankBackend &m_hasty;
    const AliasedCatalog &m_catalog;
    QObject m_calls; //!< their parent
};

} // namespace gateway::routing
