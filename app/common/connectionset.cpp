// SPDX-License-Identifier: MIT
#include "app/common/connectionset.h"

#include "app/common/failedchatstream.h"
#include "oci/config/ocid.h"
#include "oci/inference/chattarget.h"

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

bool lists(const OciConnection &connection, const QString &model)
{
    return std::ranges::any_of(connection.catalog().models(), [&model](const ModelInfo &each) {
        return each.id == model || (!each.ocid.isEmpty() && each.ocid == model);
    });
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
    collect();
    for (const auto &refresher : m_refreshers)
        refresher->start();
}

void ConnectionSet::collect()
{
    QList<ModelInfo> all;
    if (m_connections.size() == 1)
        all = m_connections.front()->chatModels(); // the usual case, and no copy
    QSet<QString> seen;
    for (const auto &connection : m_connections) {
        if (m_connections.size() == 1)
            break;
        for (const ModelInfo &model : connection->chatModels()) {
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

std::unique_ptr<core::ChatStream> ConnectionSet::startChat(const core::ChatRequest &request)
{
    if (m_connections.empty())
        return std::make_unique<FailedChatStream>(nothingToAsk());

    const Choice choice = choose(request.model);
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
    using Answer = Result<core::Embeddings>;
    const auto choice = chooseSigned(request.model);
    if (!choice)
        return QtFuture::makeReadyValueFuture(Answer(std::unexpected(choice.error())));
    core::EmbeddingRequest resolved = request;
    resolved.model = choice->model;
    return keeping(choice->connection, choice->connection->embeddings().embed(resolved));
}

QFuture<Result<core::Reranking>> ConnectionSet::rerank(const core::RerankRequest &request)
{
    using Answer = Result<core::Reranking>;
    const auto choice = chooseSigned(request.model);
    if (!choice)
        return QtFuture::makeReadyValueFuture(Answer(std::unexpected(choice.error())));
    core::RerankRequest resolved = request;
    resolved.model = choice->model;
    return keeping(choice->connection, choice->connection->reranking().rerank(resolved));
}

QFuture<Result<core::GuardrailsVerdict>>
ConnectionSet::judge(const core::GuardrailsRequest &request)
{
    using Answer = Result<core::GuardrailsVerdict>;
    if (m_connections.empty())
        return QtFuture::makeReadyValueFuture(Answer(std::unexpected(nothingToAsk())));
    const auto connection = firstSigned();
    return keeping(connection, connection->guardrails().judge(request));
}

std::shared_ptr<OciConnection> ConnectionSet::firstSigned() const
{
    const auto found = std::ranges::find_if(
            m_connections, [](const auto &connection) { return !connection->isBearer(); });
    return found == m_connections.end() ? m_connections.front() : *found;
}

Result<ConnectionSet::Choice> ConnectionSet::chooseSigned(const QString &model) const
{
    if (m_connections.empty())
        return std::unexpected(nothingToAsk());
    Choice choice = choose(model);
    // Named by its connection a model is asked there, and the answer says what is in the way.
    const bool isNamed = choice.model != oci::withoutOwnPrefix(model);
    if (choice.connection->isBearer() && !isNamed)
        choice.connection = firstSigned();
    return choice;
}

ConnectionSet::Choice ConnectionSet::choose(const QString &model) const
{
    const QString own = oci::withoutOwnPrefix(model);
    for (const QString &name : {model.trimmed(), own}) {
        for (const auto &connection : m_connections) {
            const QString prefix = connection->name() + u'/';
            if (name.startsWith(prefix))
                return {connection, name.sliced(prefix.size())};
        }
    }
    for (const auto &connection : m_connections) {
        if (lists(*connection, own))
            return {connection, own};
    }
    const oci::ModelName parts = oci::modelNameOf(own);
    const QString region = parts.region.isEmpty() ? oci::regionOfOcid(parts.name) : parts.region;
    if (!region.isEmpty())
        return {inRegion(region, parts.name), own};
    return {forUnknown(), own};
}

std::shared_ptr<OciConnection> ConnectionSet::inRegion(const QString &region,
                                                       const QString &model) const
{
    // The best comes first: one there that has it; then a signed one there; one with a key there,
    // though not for an OCID, as what is dedicated answers to signatures; a signed one of
    // elsewhere, which may reach it.
    const bool isOcid = model.startsWith("ocid1."_L1);
    const auto rank = [&](const OciConnection &connection) {
        const bool isThere = oci::isSameRegion(connection.region(), region);
        if (isThere && lists(connection, model))
            return 0;
        if (!connection.isBearer())
            return isThere ? 1 : 3;
        return isThere && !isOcid && !connection.isAllowlist() ? 2 : 4;
    };
    return *std::ranges::min_element(m_connections, {},
                                     [&rank](const std::shared_ptr<OciConnection> &connection) {
                                         return rank(*connection);
                                     });
}

std::shared_ptr<OciConnection> ConnectionSet::forUnknown() const
{
    const auto rank = [](const OciConnection &connection) {
        if (connection.isAllowlist())
            return 2;
        return connection.catalog().isComplete() ? 1 : 0;
    };
    return *std::ranges::min_element(m_connections, {},
                                     [&rank](const std::shared_ptr<OciConnection> &connection) {
                                         return rank(*connection);
                                     });
}

} // namespace app
