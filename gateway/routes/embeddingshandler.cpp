// SPDX-License-Identifier: MIT
#include "gateway/routes/embeddingshandler.h"

#include "gateway/answerheaders.h"
#include "gateway/fields/body.h"
#include "gateway/openai/embeddinganswer.h"
#include "gateway/openai/embeddingrequest.h"
#include "gateway/openai/wire.h"
#include "gateway/routes/watching.h"

using core::Embeddings;
using core::http::Exchange;

namespace gateway::routes {

void EmbeddingsHandler::operator()(Exchange &exchange) const
{
    const auto call =
            fields::jsonBody(exchange.request()).and_then([this](const boost::json::object &body) {
                return openai::readEmbeddingCall(body, m_truncate);
            });
    if (!call) {
        exchange.send(openai::errorResponse(call.error()));
        return;
    }
    if (m_admission && m_admission->refuses(exchange, call->request.model, openai::problemBody))
        return;
    const QString model = call->request.model;
    const auto write = [model, base64 = call->base64](const Embeddings &vectors, qint64 elapsed) {
        return core::http::Response{
                .headers = chatHeaders(vectors.warning, vectors.requestId, elapsed) +
                           servedHeaders(vectors.served),
                .body = openai::embeddingAnswer(vectors, model, base64)};
    };
    const auto note = watchEmbeddings(exchange, model);
    answerWhenDone<Embeddings>(exchange, m_backend.embed(call->request), write, openai::problemBody,
                               note);
}

} // namespace gateway::routes
