// SPDX-License-Identifier: MIT
#include "gateway/routes/anthropicmodels.h"

#include "gateway/anthropic/models.h"
#include "gateway/anthropic/wire.h"

using core::ModelInfo;
using core::http::Exchange;
using core::http::Response;

namespace gateway::routes {

namespace {

void send(Exchange &exchange, const QByteArray &body)
{
    exchange.send(Response{.headers = {anthropic::requestHeader(anthropic::requestName({}))},
                           .body = body});
}

} // namespace

AnthropicModels::AnthropicModels(ModelsHandler &models)
    : m_models(models)
    , m_body(anthropic::modelList)
{
}

void AnthropicModels::list(Exchange &exchange)
{
    const auto page = anthropic::readModelsPage(exchange.request().query());
    if (!page)
        return exchange.send(anthropic::errorResponse(page.error()));
    const auto take = [this, &exchange, page = *page](const QList<ModelInfo> &models) {
        const bool whole = page.before.isEmpty() && page.after.isEmpty() &&
                           (page.limit == 0 || page.limit >= models.size());
        if (whole) {
            return m_models.withBody(exchange, m_body, anthropic::problems,
                                     [&exchange](const QByteArray &body) { send(exchange, body); });
        }
        const auto body = anthropic::modelPage(models, page);
        if (body)
            send(exchange, *body);
        else
            exchange.send(anthropic::errorResponse(body.error()));
    };
    m_models.withList(exchange, anthropic::problems, take);
}

void AnthropicModels::single(Exchange &exchange, const QByteArray &id)
{
    const QString name = QString::fromUtf8(QByteArray::fromPercentEncoding(id));
    m_models.find(exchange, name, anthropic::problems, [&exchange](const ModelInfo &model) {
        send(exchange, anthropic::modelBody(model));
    });
}

} // namespace gateway::routes
