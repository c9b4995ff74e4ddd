// SPDX-License-Identifier: MIT
#include "app/common/connectioncalls.h"

#include "app/common/failedchatstream.h"
#include "app/common/failedresponsesstream.h"
#include "core/json/json.h"

#include <QFutureWatcher>

using namespace Qt::StringLiterals;
using core::ResponsesAnswer;
using core::Result;

namespace app {

namespace {

boost::json::object withModel(boost::json::object body, const QString &model)
{
    body["model"] = core::json::string(model);
    return body;
}

template<typename T>
QFuture<Result<T>> refused(const core::Error &error)
{
    return QtFuture::makeReadyValueFuture(Result<T>(std::unexpected(error)));
}

} // namespace

core::Error nothingToAsk()
{
    return {.code = core::ErrorCode::Unavailable,
            .message = u"No connection to OCI is ready. Choose one in the window, or configure one "
                       "and start again."_s,
            .reason = u"no_connection"_s};
}

ConnectionCalls::ConnectionCalls(const SharedConnections &connections, ResponseOwners &owners,
                                 Tries tries)
    : m_connections(connections)
    , m_owners(owners)
    , m_tries(tries)
{
}

template<typename T>
QFuture<T> ConnectionCalls::keeping(const std::shared_ptr<OciConnection> &connection,
                                    QFuture<T> future)
{
    auto *watcher = new QFutureWatcher<T>(&m_watchers);
    QObject::connect(watcher, &QFutureWatcherBase::finished, watcher,
                     [watcher, keep = connection] { watcher->deleteLater(); });
    watcher->setFuture(future);
    return future;
}

std::unique_ptr<core::ChatStream> ConnectionCalls::startChat(const core::ChatRequest &request)
{
    if (m_connections.empty())
        return std::make_unique<FailedChatStream>(nothingToAsk());

    const ConnectionChoice choice = chooseConnection(m_connections, request.model);
    core::ChatRequest resolved = request;
    resolved.model = choice.model;
    return OciConnection::startChat(choice.connection, resolved, m_tries);
}

QFuture<Result<core::Embeddings>> ConnectionCalls::embed(const core::EmbeddingRequest &request)
{
    if (m_connections.empty())
        return refused<core::Embeddings>(nothingToAsk());
    const auto choice = chooseSigned(m_connections, request.model);
    core::EmbeddingRequest resolved = request;
    resolved.model = choice.model;
    return keeping(choice.connection, choice.connection->embeddings(m_tries).embed(resolved));
}

QFuture<Result<core::Reranking>> ConnectionCalls::rerank(const core::RerankRequest &request)
{
    if (m_connections.empty())
        return refused<core::Reranking>(nothingToAsk());
    const auto choice = chooseSigned(m_connections, request.model);
    core::RerankRequest resolved = request;
    resolved.model = choice.model;
    return keeping(choice.connection, choice.connection->reranking(m_tries).rerank(resolved));
}

QFuture<Result<core::GuardrailsVerdict>>
ConnectionCalls::judge(const core::GuardrailsRequest &request)
{
    if (m_connections.empty())
        return refused<core::GuardrailsVerdict>(nothingToAsk());
    const auto connection = firstSigned(m_connections);
    return keeping(connection, connection->guardrails().judge(request));
}

bool ConnectionCalls::servesResponses(const QString &model) const
{
    if (m_connections.empty())
        return false;
    const auto choice = chooseConnection(m_connections, model);
    return choice.connection->responses(m_tries).servesResponses(choice.model);
}

QFuture<Result<ResponsesAnswer>> ConnectionCalls::createResponse(const boost::json::object &body)
{
    if (m_connections.empty())
        return refused<ResponsesAnswer>(nothingToAsk());
    const auto choice = chooseConnection(m_connections, core::json::textAt(body, "model"));
    if (const auto error = choice.connection->refusalOf(choice.model))
        return refused<ResponsesAnswer>(*error);
    QFuture<Result<ResponsesAnswer>> answer =
            choice.connection->responses(m_tries).createResponse(withModel(body, choice.model));
    auto *watcher = new QFutureWatcher<Result<ResponsesAnswer>>(&m_watchers);
    QObject::connect(watcher, &QFutureWatcherBase::finished, watcher,
                     [this, watcher, owner = choice.connection] {
                         const auto future = watcher->future();
                         if (future.resultCount() > 0 && future.result())
                             m_owners.keep(future.result()->body, owner);
                         watcher->deleteLater();
                     });
    watcher->setFuture(answer);
    return answer;
}

std::unique_ptr<core::ResponsesStream>
ConnectionCalls::streamResponse(const boost::json::object &body)
{
    if (m_connections.empty())
        return std::make_unique<FailedResponsesStream>(nothingToAsk());
    const auto choice = chooseConnection(m_connections, core::json::textAt(body, "model"));
    if (const auto error = choice.connection->refusalOf(choice.model))
        return std::make_unique<FailedResponsesStream>(*error);
    auto stream =
            choice.connection->responses(m_tries).streamResponse(withModel(body, choice.model));
    QObject::connect(stream.get(), &core::ResponsesStream::arrived, &m_watchers,
                     [this, owner = std::weak_ptr(choice.connection)](const core::SseEvent &event) {
                         if (event.data.contains("response.created"))
                             m_owners.keep(event.data, owner.lock());
                     });
    // What the stream uses lives until it has gone, even if its owners have let go of it.
    QObject::connect(stream.get(), &QObject::destroyed, [keep = choice.connection] { });
    return stream;
}

Result<std::shared_ptr<OciConnection>> ConnectionCalls::ownerOf(const QString &id) const
{
    if (m_connections.empty())
        return std::unexpected(nothingToAsk());
    auto owner = m_owners.ownerOf(id);
    return owner ? owner : firstSigned(m_connections);
}

template<typename Ask>
ConnectionCalls::StoredAnswer ConnectionCalls::askOwner(const QString &id, Ask ask)
{
    const auto owner = ownerOf(id);
    if (!owner)
        return refused<ResponsesAnswer>(owner.error());
    return keeping(*owner, ask((*owner)->responses(m_tries)));
}

ConnectionCalls::StoredAnswer ConnectionCalls::retrieveResponse(const QString &id,
                                                                const QUrlQuery &query)
{
    return askOwner(
            id, [&](core::ResponsesBackend &owner) { return owner.retrieveResponse(id, query); });
}

ConnectionCalls::StoredAnswer ConnectionCalls::deleteResponse(const QString &id)
{
    return askOwner(id, [&](core::ResponsesBackend &owner) { return owner.deleteResponse(id); });
}

ConnectionCalls::StoredAnswer ConnectionCalls::cancelResponse(const QString &id)
{
    return askOwner(id, [&](core::ResponsesBackend &owner) { return owner.cancelResponse(id); });
}

ConnectionCalls::StoredAnswer ConnectionCalls::listInputItems(const QString &id,
                                                              const QUrlQuery &query)
{
    return askOwner(id,
                    [&](core::ResponsesBackend &owner) { return owner.listInputItems(id, query); });
}

} // namespace app
