// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/connectionchoice.h"
#include "app/common/ociconnection.h"
#include "app/common/responseowners.h"

namespace app {

//! What is asked of several connections, each time of the one that the model's name chooses (see
//! ConnectionSet); a connection that is taken out stays until its last answer has ended. Lives in
//! their thread; destroying it lets go of them.
class ConnectionCalls final : public core::ChatBackend,
                              public core::EmbeddingBackend,
                              public core::RerankBackend,
                              public core::GuardrailsBackend,
                              public core::ResponsesBackend
{
public:
    //! The list, which may change, and the owners outlive it.
    ConnectionCalls(const SharedConnections &connections, ResponseOwners &owners, Tries tries);

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

private:
    using StoredAnswer = QFuture<core::Result<core::ResponsesAnswer>>;

    //! Of whom to ask for a response that was made.
    [[nodiscard]] core::Result<std::shared_ptr<OciConnection>> ownerOf(const QString &id) const;
    template<typename Ask>
    StoredAnswer askOwner(const QString &id, Ask ask);
    //! The connection stays until the future has ended.
    template<typename T>
    QFuture<T> keeping(const std::shared_ptr<OciConnection> &connection, QFuture<T> future);

    const SharedConnections &m_connections;
    ResponseOwners &m_owners;
    Tries m_tries;
    QObject m_watchers; //!< their parent
};

//! Where nobody can be asked.
[[nodiscard]] core::Error nothingToAsk();

} // namespace app
