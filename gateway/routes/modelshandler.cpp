// SPDX-License-Identifier: MIT
#include "gateway/routes/modelshandler.h"

#include "gateway/openai/models.h"
#include "gateway/openai/wire.h"

#include <QFutureWatcher>

using core::ModelInfo;
using core::Result;
using core::http::Exchange;
using core::http::Response;

namespace gateway::routes {

using Models = QList<ModelInfo>;

namespace {

Result<Models> notLoaded()
{
    return std::unexpected(
            core::Error{.code = core::ErrorCode::Unavailable,
                        .message = QStringLiteral("The list of models could not be loaded")});
}

} // namespace

ModelsHandler::ModelsHandler(core::ModelCatalog &catalog, QByteArray ownedBy)
    : m_catalog(catalog)
    , m_ownedBy(std::move(ownedBy))
{
}

template<typename Answer>
void ModelsHandler::whenLoaded(Exchange &exchange, Answer answer)
{
    if (m_catalog.isLoaded()) {
        exchange.send(answer(m_catalog.models()));
        return;
    }
    // A watcher rather than `.then(&exchange, …).onCanceled(&exchange, …)`: when the exchange is
    // destroyed, the continuation's future is cancelled and the second would run within its
    // destructor.
    using Watcher = QFutureWatcher<Result<Models>>;
    auto *watcher = new Watcher(&exchange);
    QObject::connect(watcher, &Watcher::finished, &exchange, [&exchange, watcher, answer] {
        const bool answered = watcher->future().resultCount() > 0;
        const auto models = answered ? watcher->result() : notLoaded();
        exchange.send(models ? answer(*models) : openai::errorResponse(models.error()));
    });
    watcher->setFuture(m_catalog.refresh());
}

void ModelsHandler::list(Exchange &exchange)
{
    whenLoaded(exchange,
               [this](const Models &models) { return Response{.body = listBody(models)}; });
}

void ModelsHandler::single(Exchange &exchange, const QByteArray &id)
{
    const QString name = QString::fromUtf8(QByteArray::fromPercentEncoding(id));
    whenLoaded(exchange, [name, ownedBy = m_ownedBy](const Models &models) {
        const auto model = openai::modelNamed(models, name);
        return model ? Response{.body = openai::modelBody(*model, ownedBy)}
                     : openai::modelNotFound(name);
    });
}

QByteArray ModelsHandler::listBody(const Models &models)
{
    // Lists that share their memory compare at once, so this costs nothing while nothing changes.
    if (m_body.isEmpty() || m_written != models) {
        m_written = models;
        m_body = openai::modelList(models, m_ownedBy);
    }
    return m_body;
}

} // namespace gateway::routes
