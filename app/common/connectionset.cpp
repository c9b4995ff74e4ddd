// SPDX-License-Identifier: MIT
#include "app/common/connectionset.h"

#include "app/common/failedchatstream.h"
#include "app/common/failedresponsesstream.h"
#include "core/json/json.h"

#include <QFutureWatcher>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::ModelInfo;
using core::Result;

namespace app {

namespace {

core::Error nothingToAsk()
{
    return {.code = core::ErrorCode::Unavailable,
            .message = u"No connection to OCI is ready. Choose one in the window, or configure one "
                       "and start again."_s,
            .reason = u"no_connection"_s};
}

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

ConnectionSet::ConnectionSet(QObject *parent, CatalogRefresher::Times times)
    : ModelCatalog(parent)
    , m_times(times)
{
}

void ConnectionSet::setConnections(std::vector<std::shared_ptr<OciConnection>> connections)
{
    m_refreshers.clear();
    for (const auto &connection : m_connections)
        connection->disconnect(this); // it may live on for its last answers
    m_connections = std::move(connections);
    for (const auto &connection : m_connections) {
        connect(connection.get(), &OciConnection::chatModelsChanged, this, &ConnectionSet::collect);
        if (!connection->isBearer()) // what is configured does not change
            m_refreshers.push_back(
                    std::make_unique<CatalogRefresher>(connection->catalog(), m_times));
    }
    giveNames(m_connections, m_named);
    collect();
    for (const auto &refresher : m_refreshers)
        refresher->start();
}

void ConnectionSet::setNamedModels(const QList<ModelInfo> &models)
{
    m_named = models;
    giveNames(m_connections, m_named);
}

void ConnectionSet::collect()
{
    QList<ModelInfo> all;
    if (m_connections.size() == 1)
        all = m_connections.front()->servedModels(); // the usual case, and no copy
    QSet<QString> seen;
    for (const auto &connection : m_connections) {
        if (m_connections.size() == 1)
            break;
        for (const ModelInfo &model : connection->servedModels()) {
            if (seen.contains(model.id))
                continue;
            seen.insert(model.id);
            all.append(model);
        }
    }
    m_models = all;
    emit modelsChanged(m_models);
}

QStringList ConnectionSet::problems() const
{
    QStringList all;
    for (const auto &connection : m_connections)
        all += connection->catalog().problems();
    return all;
}

QDateTime ConnectionSet::asOf() const
{
    QDateTime oldest;
    for (const auto &connection : m_connections) {
        const QDateTime time = connection->catalog().asOf();
        if (time.isValid() && (!oldest.isValid() || time < oldest))
            oldest = time;
    }
    return oldest;
}

bool ConnectionSet::isLoaded() const
{
    const auto isLoaded = [](const auto &connection) { return connection->isLoaded(); };
    if (!m_models.isEmpty())
        return std::ranges::any_of(m_connections, isLoaded);
    return !m_connections.empty() && std::ranges::all_of(m_connections, isLoaded);
}

bool ConnectionSet::isComplete() const
{
    return !m_connections.empty() && std::ranges::all_of(m_connections, [](const auto &connection) {
        return connection->catalog().isComplete();
    });
}

QFuture<Result<QList<ModelInfo>>> ConnectionSet::refresh()
{
    using Models = Result<QList<ModelInfo>>;
    if (m_connections.empty())
        return QtFuture::makeReadyValueFuture(Models(std::unexpected(nothingToAsk())));

    QList<QFuture<Models>> answers;
    for (const auto &connection : m_connections)
        answers.append(connection->catalog().refresh());
    return QtFuture::whenAll(answers.begin(), answers.end())
            .then(&m_refreshing, [this](const QList<QFuture<Models>> &done) -> Models {
                std::optional<core::Error> first;
                for (const QFuture<Models> &answer : done) {
                    if (answer.resultCount() == 0)
                        continue; // its connection went away
                    if (answer.result())
                        return models();
                    if (!first)
                        first = answer.result().error();
                }
                return std::unexpected(first.value_or(nothingToAsk()));
            });
}

core::UpstreamReport ConnectionSet::upstreamReport() const
{
    core::UpstreamReport all;
    for (const auto &connection : m_connections)
        all += connection->report();
    return all;
}

std::unique_ptr<core::ChatStream> ConnectionSet::startChat(const core::ChatRequest &request)
{
    if (m_connections.empty())
        return std::make_unique<FailedChatStream>(nothingToAsk());

    const ConnectionChoice choice = chooseConnection(m_connections, request.model);
    core::ChatRequest resolved = request;
    resolved.model = choice.model;
    return OciConnection::startChat(choice.connection, resolved);
}

template<typename T>
QFuture<T> ConnectionSet::keeping(const std::shared_ptr<OciConnection> &connection,
                                  QFuture<T> future)
{
    auto *watcher = new QFutureWatcher<T>(this);
    connect(watcher, &QFutureWatcherBase::finished, watcher,
            [watcher, keep = connection] { watcher->deleteLater(); });
    watcher->setFuture(future);
    return future;
}

QFuture<Result<core::Embeddings>> ConnectionSet::embed(const core::EmbeddingRequest &request)
{
    if (m_connections.empty())
        return refused<core::Embeddings>(nothingToAsk());
    const auto choice = chooseSigned(m_connections, request.model);
    core::EmbeddingRequest resolved = request;
    resolved.model = choice.model;
    return keeping(choice.connection, choice.connection->embeddings().embed(resolved));
}

QFuture<Result<core::Reranking>> ConnectionSet::rerank(const core::RerankRequest &request)
{
    if (m_connections.empty())
        return refused<core::Reranking>(nothingToAsk());
    const auto choice = chooseSigned(m_connections, request.model);
    core::RerankRequest resolved = request;
    resolved.model = choice.model;
    return keeping(choice.connection, choice.connection->reranking().rerank(resolved));
}

QFuture<Result<core::GuardrailsVerdict>>
ConnectionSet::judge(const core::GuardrailsRequest &request)
{
    if (m_connections.empty())
        return refused<core::GuardrailsVerdict>(nothingToAsk());
    const auto connection = firstSigned(m_connections);
    return keeping(connection, connection->guardrails().judge(request));
}

bool ConnectionSet::servesResponses(const QString &model) const
{
    if (m_connections.empty())
        return false;
    const auto choice = chooseConnection(m_connections, model);
    return choice.connection->responses().servesResponses(choice.model);
}

QFuture<Result<core::ResponsesAnswer>>
ConnectionSet::createResponse(const boost::json::object &body)
{
    using core::ResponsesAnswer;
    if (m_connections.empty())
        return refused<ResponsesAnswer>(nothingToAsk());
    const auto choice = chooseConnection(m_connections, core::json::textAt(body, "model"));
    if (const auto error = choice.connection->refusalOf(choice.model))
        return refused<ResponsesAnswer>(*error);
    QFuture<Result<ResponsesAnswer>> answer =
            choice.connection->responses().createResponse(withModel(body, choice.model));
    auto *watcher = new QFutureWatcher<Result<ResponsesAnswer>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this,
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
ConnectionSet::streamResponse(const boost::json::object &body)
{
    if (m_connections.empty())
        return std::make_unique<FailedResponsesStream>(nothingToAsk());
    const auto choice = chooseConnection(m_connections, core::json::textAt(body, "model"));
    if (const auto error = choice.connection->refusalOf(choice.model))
        return std::make_unique<FailedResponsesStream>(*error);
    auto stream = choice.connection->responses().streamResponse(withModel(body, choice.model));
    connect(stream.get(), &core::ResponsesStream::arrived, this,
            [this, owner = std::weak_ptr(choice.connection)](const core::SseEvent &event) {
                if (event.data.contains("response.created"))
                    m_owners.keep(event.data, owner.lock());
            });
    // What the stream uses lives until it has gone, even if its owners have let go of it.
    connect(stream.get(), &QObject::destroyed, [keep = choice.connection] { });
    return stream;
}

Result<std::shared_ptr<OciConnection>> ConnectionSet::ownerOf(const QString &id) const
{
    if (m_connections.empty())
        return std::unexpected(nothingToAsk());
    auto owner = m_owners.ownerOf(id);
    return owner ? owner : firstSigned(m_connections);
}

QFuture<Result<core::ResponsesAnswer>> ConnectionSet::retrieveResponse(const QString &id,
                                                                       const QUrlQuery &query)
{
    const auto owner = ownerOf(id);
    if (!owner)
        return refused<core::ResponsesAnswer>(owner.error());
    return keeping(*owner, (*owner)->responses().retrieveResponse(id, query));
}

QFuture<Result<core::ResponsesAnswer>> ConnectionSet::deleteResponse(const QString &id)
{
    const auto owner = ownerOf(id);
    if (!owner)
        return refused<core::ResponsesAnswer>(owner.error());
    return keeping(*owner, (*owner)->responses().deleteResponse(id));
}

QFuture<Result<core::ResponsesAnswer>> ConnectionSet::cancelResponse(const QString &id)
{
    const auto owner = ownerOf(id);
    if (!owner)
        return refused<core::ResponsesAnswer>(owner.error());
    return keeping(*owner, (*owner)->responses().cancelResponse(id));
}

QFuture<Result<core::ResponsesAnswer>> ConnectionSet::listInputItems(const QString &id,
                                                                     const QUrlQuery &query)
{
    const auto owner = ownerOf(id);
    if (!owner)
        return refused<core::ResponsesAnswer>(owner.error());
    return keeping(*owner, (*owner)->responses().listInputItems(id, query));
}

} // namespace app
