// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/catalogrefresher.h"
#include "app/common/connectionchoice.h"
#include "app/common/ociconnection.h"
#include "app/common/responseowners.h"
#include "core/ports/chatbackend.h"
#include "core/ports/embeddingbackend.h"
#include "core/ports/guardrailsbackend.h"
#include "core/ports/modelcatalog.h"
#include "core/ports/rerankbackend.h"
#include "core/ports/responsesbackend.h"
#include "core/ports/upstreammonitor.h"

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
    std::unique_ptr<core::ChatStream> startChat(const core::ChatRequest &request) override;
    QFuture<core::Result<core::Embeddings>> embed(const core::EmbeddingRequest &request) override;
    QFuture<core::Result<core::Reranking>> rerank(const core::RerankRequest &request) override;
    QFuture<core::Result<core::GuardrailsVerdict>>
    judge(const core::GuardrailsRequest &request) override;
    [[nodiscard]] bool servesResponses(const QString &model) const override;
    QFuture<core::Result<core::ResponsesAnswer>>
    createResponse(const boost::json::object &body) override;
    std::unique_ptr<core::ResponsesStream> streamResponse(const boost::json::object &body) override;
    QFuture<core::Result<core::ResponsesAnswer>> retrieveResponse(const QString &id,
                                                                  const QUrlQuery &query) override;
    QFuture<core::Result<core::ResponsesAnswer>> deleteResponse(const QString &id) override;
    QFuture<core::Result<core::ResponsesAnswer>> cancelResponse(const QString &id) override;
    QFuture<core::Result<core::ResponsesAnswer>> listInputItems(const QString &id,
                                                                const QUrlQuery &query) override;
    //! Of all connections, those alone that are in use now.
    [[nodiscard]] core::UpstreamReport upstreamReport() const override;

private:
    void collect();
    //! Of whom to ask for a response that was made.
    [[nodiscard]] core::Result<std::shared_ptr<OciConnection>> ownerOf(const QString &id) const;
    //! The connection stays until the future has ended.
    template<typename T>
    QFuture<T> keeping(const std::shared_ptr<OciConnection> &connection, QFuture<T> future);

    CatalogRefresher::Times m_times;
    SharedConnections m_connections;
    ResponseOwners m_owners;
    std::vector<std::unique_ptr<CatalogRefresher>> m_refreshers; //!< after what they refresh
    QList<core::ModelInfo> m_named;
    QList<core::ModelInfo> m_models; //!< of all connections
    QObject m_refreshing; //!< goes first: an answer that comes meanwhile would look at the others
};

} // namespace app
