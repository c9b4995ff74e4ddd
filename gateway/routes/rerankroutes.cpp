// SPDX-License-Identifier: MIT
#include "gateway/routes/rerankroutes.h"

#include "gateway/answerheaders.h"
#include "gateway/fields/body.h"
#include "gateway/openai/rerankanswer.h"
#include "gateway/openai/rerankrequest.h"
#include "gateway/routes/unservedroutes.h"
#include "gateway/routes/watching.h"

using core::Reranking;
using core::http::Exchange;

namespace gateway::routes {

namespace {

void rank(Exchange &exchange, core::RerankBackend &backend, const access::Admission *admission)
{
    const auto request = fields::jsonBody(exchange.request()).and_then(openai::readRerank);
    if (!request) {
        exchange.send(openai::errorResponse(request.error()));
        return;
    }
    if (admission && admission->refuses(exchange, request->model, openai::problemBody))
        return;
    const auto write = [request = *request](const Reranking &ranking, qint64 elapsed) {
        return core::http::Response{
                .headers = chatHeaders(ranking.warning, ranking.requestId, elapsed),
                .body = openai::rerankAnswer(ranking, request)};
    };
    const auto note = watchRanks(exchange, request->model);
    answerWhenDone<Reranking>(exchange, backend.rerank(*request), write, openai::problemBody, note);
}

} // namespace

void addRerankRoutes(Router &router, core::RerankBackend *backend,
                     const access::Admission *admission)
{
    const QByteArrayList paths{"/rerank", "/reranking", "/v2/rerank"};
    if (!backend)
        return addMissingBackend(router, paths, QStringLiteral("Ranks of documents"));
    for (const QByteArray &path : paths) {
        router.add({"POST", path, Door::Key,
                    [backend, admission](Exchange &exchange, const QByteArray &) {
                        rank(exchange, *backend, admission);
                    }});
    }
}

} // namespace gateway::routes
