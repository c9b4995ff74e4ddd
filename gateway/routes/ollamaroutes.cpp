// SPDX-License-Identifier: MIT
#include "gateway/routes/ollamaroutes.h"

#include "core/json/json.h"
#include "gateway/answerheaders.h"
#include "gateway/fields/body.h"
#include "gateway/ollama/embedding.h"
#include "gateway/ollama/models.h"
#include "gateway/ollama/wire.h"
#include "gateway/problems/refusals.h"
#include "gateway/routes/ollamachat.h"
#include "gateway/routes/watching.h"

using namespace Qt::StringLiterals;
using core::Embeddings;
using core::Result;
using core::http::Exchange;
using core::http::Response;
using gateway::ollama::EmbedCall;
using gateway::ollama::Endpoint;

namespace gateway::routes {

namespace {

Route route(const QByteArray &method, const QByteArray &path, RouteHandler handler)
{
    return {.method = method,
            .path = path,
            .door = Door::Key,
            .handler = std::move(handler),
            .problems = ollama::problemBody};
}

Route fixed(const QByteArray &path, const QByteArray &body)
{
    return route("GET", path,
                 [body](Exchange &exchange, const QByteArray &) { exchange.send({.body = body}); });
}

//! `model`, or `name` as older clients call it.
Result<QString> nameIn(const boost::json::object &body)
{
    for (const char *key : {"model", "name"}) {
        if (QString name = core::json::textAt(body, key); !name.isEmpty())
            return name;
    }
    return std::unexpected(core::Error{.code = core::ErrorCode::InvalidRequest,
                                       .message = u"model: A non-empty string is required"_s,
                                       .param = u"model"_s});
}

void show(Exchange &exchange, ModelsHandler &models)
{
    const auto name = fields::jsonBody(exchange.request()).and_then(nameIn);
    if (!name)
        return exchange.send(ollama::errorResponse(name.error()));
    models.find(exchange, ollama::modelName(*name), ollama::problemBody,
                [&exchange](const core::ModelInfo &model) {
                    exchange.send({.body = ollama::modelBody(model)});
                });
}

using EmbedReader = Result<EmbedCall> (*)(const boost::json::object &);
using EmbedWriter =
        std::function<QByteArray(const Embeddings &, const QString &model, qint64 milliseconds)>;

//! One of the two endpoints for vectors.
struct Embedding {
    core::EmbeddingBackend &backend;
    const access::Admission *admission;
    EmbedReader read;
    EmbedWriter write;

    void operator()(Exchange &exchange) const;
};

void Embedding::operator()(Exchange &exchange) const
{
    const auto call = fields::jsonBody(exchange.request()).and_then(read);
    if (!call)
        return exchange.send(ollama::errorResponse(call.error()));
    const QString asked = call->request.model;
    if (admission && admission->refuses(exchange, asked, ollama::problemBody))
        return;
    const auto answer = [out = write, model = call->model](const Embeddings &vectors,
                                                           qint64 elapsed) {
        return Response{.headers = chatHeaders(vectors.warning, vectors.requestId, elapsed) +
                                   servedHeaders(vectors.served),
                        .body = out(vectors, model, elapsed)};
    };
    if (call->request.inputs.isEmpty()) // nothing to ask for
        return exchange.send(answer({}, 0));
    const auto note = watchEmbeddings(exchange, asked);
    answerWhenDone<Embeddings>(exchange, backend.embed(call->request), answer, ollama::problemBody,
                               note);
}

void addEmbedding(Router &router, const QByteArray &path, const Embedding &endpoint)
{
    router.add(route("POST", path,
                     [endpoint](Exchange &exchange, const QByteArray &) { endpoint(exchange); }));
}

void addEmbeddings(Router &router, core::EmbeddingBackend &backend,
                   const access::Admission *admission)
{
    const EmbedWriter current = [](const Embeddings &vectors, const QString &model,
                                   qint64 milliseconds) {
        return ollama::embedBody(vectors, model, milliseconds * 1'000'000);
    };
    const EmbedWriter old = [](const Embeddings &vectors, const QString &, qint64) {
        return ollama::oldEmbedBody(vectors);
    };
    addEmbedding(router, "/api/embed", {backend, admission, ollama::readEmbedCall, current});
    addEmbedding(router, "/api/embeddings", {backend, admission, ollama::readOldEmbedCall, old});
}

void refuse(Router &router, const QByteArrayList &paths, const QString &why)
{
    for (const QByteArray &path : paths)
        router.refuse(path, refusals::notServed(why), ollama::problemBody);
}

} // namespace

void addOllamaRoutes(Router &router, const Answering &answering, const core::Clock &clock,
                     ModelsHandler &models, core::EmbeddingBackend *embeddings,
                     const access::Admission *admission)
{
    router.speak("/api/", ollama::problemBody);
    const auto tags = std::make_shared<ModelsBody>(ollama::tagList);
    models.keepReady(*tags);
    router.add(route("GET", "/api/tags", [&models, tags](Exchange &exchange, const QByteArray &) {
        models.list(exchange, *tags, ollama::problemBody);
    }));
    router.add(route("POST", "/api/show", [&models](Exchange &exchange, const QByteArray &) {
        show(exchange, models);
    }));
    router.add(fixed("/api/version", ollama::versionBody()));
    router.add(fixed("/api/ps", ollama::runningList()));
    router.add(route("POST", "/api/chat",
                     [handler = OllamaChat(Endpoint::Chat, answering, clock)](
                             Exchange &exchange, const QByteArray &) { handler(exchange); }));
    router.add(route("POST", "/api/generate",
                     [handler = OllamaChat(Endpoint::Generate, answering, clock)](
                             Exchange &exchange, const QByteArray &) { handler(exchange); }));
    if (embeddings)
        addEmbeddings(router, *embeddings, admission);
    else
        refuse(router, {"/api/embed", "/api/embeddings"},
               u"Embeddings cannot be had from this gateway's service."_s);
    refuse(router,
           {"/api/pull", "/api/push", "/api/create", "/api/copy", "/api/delete", "/api/blobs"},
           u"The models are in OCI and not on this machine: they are not pulled, pushed, made, "
           "copied or deleted here. All that can be asked are listed at /api/tags."_s);
}

} // namespace gateway::routes
