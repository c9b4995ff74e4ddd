// SPDX-License-Identifier: MIT
#include "app/common/connectionset.h"

#include <QSet>

#include <algorithm>

using core::ModelInfo;
using core::Result;

namespace app {

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

} // namespace app
