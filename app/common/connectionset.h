// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/catalogrefresher.h"
#include "app/common/connectioncalls.h"

#include <memory>
#include <vector>

namespace app {

//! Several connections as one: what the gateway asks. Lives in the gateway's thread.
//!
//! A model is asked of the connection whose name stands before it ("name/model", also behind
//! "oci/"), else of the first that lists it, else of one in the region that stands before it or
//! in its OCID, else of one that may have it without our knowing: a model that discovery does not
//! know may exist all the same. A connection that is taken out stays until its last answer has
//! ended.
//!
//! Embeddings, ranks and guardrails are asked of signed connections; of one with a bearer key only
//! where its name stands before the model. The Responses API is asked by the rules of chats; what
//! was made there is asked of the connection that made it, or of the first that signs where that
//! was before this run.
class ConnectionSet final : public core::ModelCatalog,
                            public core::ChatBackend,
                            public core::EmbeddingBackend,
                            public core::RerankBackend,
                            public core::GuardrailsBackend,
                            public core::ResponsesBackend,
                            public core::UpstreamMonitor
{
    Q_OBJECT

public:
    explicit ConnectionSet(QObject *parent = nullptr, CatalogRefresher::Times times = {});

    //! Their lists are asked for at once, and again from time to time.
    void setConnections(std::vector<std::shared_ptr<OciConnection>> connections);

    //! Models by names of one's own, for the first connection that signs.
    void setNamedModels(const QList<core::ModelInfo> &models);

    //! Whether a connection lists a model of this name or OCID, whatever it is for.
    [[nodiscard]] bool lists(const QString &model) const
    {
        return app::lists(m_connections, model);
    }
    //! What can be chatted with, and what computes embeddings or ranks.
    [[nodiscard]] QList<core::ModelInfo> models() const override { return m_models; }
    //! Whether there is something to list, or certainly nothing.
    [[nodiscard]] bool isLoaded() const override;
    [[nodiscard]] bool isComplete() const override;
    //! Succeeds if one connection answered; otherwise the first one's error.
    QFuture<core::Result<QList<core::ModelInfo>>> refresh() override;
    //! Of all connections.
    [[nodiscard]] QStringList problems() const override;
    //! The oldest.
    [[nodiscard]] QDateTime asOf() const override;
    std::unique_ptr<core::ChatStream> startChat(const core::ChatRequest &request) override
    {
        return m_calls.startChat(request);
    }
    QFuture<core::Result<core::Embeddings>> embed(const core::EmbeddingRequest &request) override
    {
        return m_calls.embed(request);
    }
    QFuture<core::Result<core::Reranking>> rerank(const core::RerankRequest &request) override
    {
        return m_calls.rerank(request);
    }
    QFuture<core::Result<core::GuardrailsVerdict>>
    judge(const core::GuardrailsRequest &request) override
    {
        return m_calls.judge(request);
    }
    [[nodiscard]] bool servesResponses(const QString &model) const override
    {
        return m_calls.servesResponses(model);
    }
    QFuture<core::Result<core::ResponsesAnswer>>
    createResponse(const boost::json::object &body) override
    {
        return m_calls.createResponse(body);
    }
    std::unique_ptr<core::ResponsesStream> streamResponse(const boost::json::object &body) override
    {
        return m_calls.streamResponse(body);
    }
    QFuture<core::Result<core::ResponsesAnswer>> retrieveResponse(const QString &id,
                                                                  const QUrlQuery &query) override
    {
        return m_calls.retrieveResponse(id, query);
    }
    QFuture<core::Result<core::ResponsesAnswer>> deleteResponse(const QString &id) override
    {
        return m_calls.deleteResponse(id);
    }
    QFuture<core::Result<core::ResponsesAnswer>> cancelResponse(const QString &id) override
    {
        return m_calls.cancelResponse(id);
    }
    QFuture<core::Result<core::ResponsesAnswer>> listInputItems(const QString &id,
                                                                const QUrlQuery &query) override
    {
        return m_calls.listInputItems(id, query);
    }
    //! The same connections for who asks somebody else where one fails: they try once.
    [[nodiscard]] ConnectionCalls &hasty() { return m_hasty; }
    //! Of all connections, those alone that are in use now.
    [[nodiscard]] core::UpstreamReport upstreamReport() const override;

private:
    void collect();

    CatalogRefresher::Times m_times;
    SharedConnections m_connections;
    ResponseOwners m_owners;
    ConnectionCalls m_calls{m_connections, m_owners, Tries::Several};
    ConnectionCalls m_hasty{m_connections, m_owners, Tries::One};
    std::vector<std::unique_ptr<CatalogRefresher>> m_refreshers; //!< after what they refresh
    QList<core::ModelInfo> m_named;
    QList<core::ModelInfo> m_models; //!< of all connections
    QObject m_refreshing; //!< goes first: an answer that comes meanwhile would look at the others
};

} // namespace app
