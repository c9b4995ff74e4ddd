// SPDX-License-Identifier: MIT
#include "gateway/routes/lmstudioroutes.h"

#include "gateway/openai/lmstudio.h"
#include "gateway/routes/chathandler.h"
#include "gateway/routes/unservedroutes.h"

using core::http::Exchange;

namespace gateway::routes {

void addLmStudioRoutes(Router &router, const Answering &answering, ModelsHandler &models,
                       const std::optional<EmbeddingsHandler> &embeddings)
{
    router.speak("/api/v0/", openai::problemBody);
    const auto body = std::make_shared<ModelsBody>(openai::lmStudioList);
    models.keepReady(*body);
    router.add({"GET", "/api/v0/models", Door::Key,
                [&models, body](Exchange &exchange, const QByteArray &) {
                    models.list(exchange, *body, openai::problemBody);
                }});
    router.add({"GET", "/api/v0/models/", Door::Key,
                [&models](Exchange &exchange, const QByteArray &id) {
                    const QString name = QString::fromUtf8(QByteArray::fromPercentEncoding(id));
                    models.find(exchange, name, openai::problemBody,
                                [&exchange](const core::ModelInfo &model) {
                                    exchange.send({.body = openai::lmStudioModel(model)});
                                });
                }});
    router.add({"POST", "/api/v0/chat/completions", Door::Key,
                [handler = ChatHandler(answering)](Exchange &exchange, const QByteArray &) {
                    handler(exchange);
                }});
    if (!embeddings)
        return addMissingBackend(router, {"/api/v0/embeddings"}, QStringLiteral("Embeddings"));
    router.add({"POST", "/api/v0/embeddings", Door::Key,
                [handler = *embeddings](Exchange &exchange, const QByteArray &) {
                    handler(exchange);
                }});
}

} // namespace gateway::routes
