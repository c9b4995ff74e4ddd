// SPDX-License-Identifier: MIT
#include "app/common/connectionset.h"

#include "app/common/failedchatstream.h"

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

ConnectionSet::ConnectionSet(QObject *parent) : ModelCatalog(parent) { }

void ConnectionSet::setConnections(std::vector<std::shared_ptr<OciConnection>> connections)
{
    m_connections = std::move(connections);
    for (const auto &connection : m_connections) {
        connect(&connection->catalog(), &core::ModelCatalog::modelsChanged, this,
                [this] { emit modelsChanged(models()); });
    }
    emit modelsChanged(models());
}

QList<ModelInfo> ConnectionSet::models() const
{
    if (m_connections.size() == 1)
        return m_connections.front()->chatModels(); // the usual case, and no copy
    QList<ModelInfo> all;
    QSet<QString> seen;
    for (const auto &connection : m_connections) {
        for (const ModelInfo &model : connection->chatModels()) {
            if (seen.contains(model.id))
                continue;
            seen.insert(model.id);
            all.append(model);
        }
    }
    return all;
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
    return !m_connections.empty() && std::ranges::all_of(m_connections, [](const auto &connection) {
        return connection->catalog().isLoaded();
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
            .then(this, [this](const QList<QFuture<Models>> &done) -> Models {
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

ConnectionSet::Choice ConnectionSet::choose(const QString &model) const
{
    for (const auto &connection : m_connections) {
        const QString prefix = connection->name() + u'/';
        if (model.startsWith(prefix))
            return {connection, model.sliced(prefix.size())};
    }
    for (const auto &connection : m_connections) {
        if (lists(*connection, model))
            return {connection, model};
    }
    return {m_connections.front(), model};
}

} // namespace app
