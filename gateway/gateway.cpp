// SPDX-License-Identifier: MIT
#include "gateway/gateway.h"

#include "gateway/access/gatekeeper.h"
#include "gateway/anthropic/wire.h"
#include "gateway/http/connectionexchange.h"
#include "gateway/http/server.h"
#include "gateway/listening.h"
#include "gateway/observe/recorder.h"
#include "gateway/openai/wire.h"
#include "gateway/problems/refusals.h"
#include "gateway/routes/anthropicmodels.h"
#include "gateway/routes/anthropicroutes.h"
#include "gateway/routes/chathandler.h"
#include "gateway/routes/completionroutes.h"
#include "gateway/routes/embeddingshandler.h"
#include "gateway/routes/healthhandler.h"
#include "gateway/routes/lmstudioroutes.h"
#include "gateway/routes/modelshandler.h"
#include "gateway/routes/moderationroutes.h"
#include "gateway/routes/observeroutes.h"
#include "gateway/routes/ollamaroutes.h"
#include "gateway/routes/rerankroutes.h"
#include "gateway/routes/responsesroutes.h"
#include "gateway/routes/router.h"
#include "gateway/routes/unservedroutes.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::Result;
using core::http::Exchange;
using gateway::routes::Door;

namespace gateway {

namespace {

QList<QHostAddress> addressesOf(const Settings &settings)
{
    QList<QHostAddress> addresses;
    for (const ListenAddress &listen : settings.listen)
        addresses.append(listen.address);
    return addresses;
}

QList<core::ClientKey> keysOf(Settings &settings)
{
    QList<core::ClientKey> all = settings.clientKeys;
    int number = 0;
    for (const core::Secret &key : settings.keys) {
        const QString id = ++number == 1 ? u"default"_s : u"default-%1"_s.arg(number);
        if (!key.isEmpty())
            all.append({.id = id, .name = id, .hash = core::hashOfKey(key.reveal())});
    }
    settings.keys.clear();
    return all;
}

} // namespace

struct Gateway::Parts {
    Parts(const Backends &backends, core::ModelCatalog &catalog, Settings given)
        : settings(std::move(given))
        , recorder({.size = settings.requestLog,
                    .accessLog = settings.accessLog,
                    .usage = backends.usage})
        , streams(settings.kept)
        , admission(clock, keysOf(settings))
        , router(settings.routePrefix)
        , answering(backends.chat, clock, settings.limits, &admission, &streams)
        , models(catalog, settings.ownedBy, &admission)
        , anthropicModels(models)
        , health(catalog)
        , gatekeeper(access::HostCheck(settings.allowedHosts, addressesOf(settings)),
                     access::OriginCheck(settings.corsOrigins), admission, router)
        , server([this](Exchange &exchange) { serve(exchange); }, settings.limits,
                 [this](const http::Head &head, const http::Arrival &arrival) {
                     auto verdict = gatekeeper.judge(head, arrival);
                     recorder.noteVerdict(head, router, verdict);
                     return verdict;
                 })
        , listening(server)
    {
        server.setTls(settings.tls);
        addRoutes();
        routes::addAnthropicRoutes(router, answering, catalog);
        std::optional<routes::EmbeddingsHandler> embeddings;
        if (backends.embeddings)
            embeddings.emplace(*backends.embeddings, settings.embedTruncate, &admission);
        addEmbeddings(embeddings);
        routes::addCompletionRoutes(router, answering, backends.chat);
        routes::addResponsesRoutes(router, answering, backends.chat, backends.responses, clock,
                                   settings.limits, &admission, settings.stateless);
        routes::addRerankRoutes(router, backends.ranks, &admission);
        routes::addModerationRoutes(router, backends.guardrails);
        routes::addUnservedRoutes(router);
        routes::addOllamaRoutes(router, answering, clock, models, backends.embeddings, &admission);
        routes::addLmStudioRoutes(router, answering, models, embeddings);
        addObserveRoutes(router, {.log = recorder.log(),
                                  .streams = streams,
                                  .metrics = recorder.metrics(),
                                  .now = [this, backends] { return now(backends.upstream); },
                                  .usage = backends.usage,
                                  .clock = clock});
        server.setRefusalWriter([this](const http::Refusal &refusal,
                                       const core::http::Request &request) {
            auto response = respond(refusals::ofServer(refusal), gatekeeper.dialectOf(request));
            recorder.noteRefusal(request, router, response);
            return response;
        });
    }

    void serve(Exchange &exchange);
    [[nodiscard]] observe::Metrics::Now now(const core::UpstreamMonitor *upstream) const;
    void addRoutes();
    void addEmbeddings(const std::optional<routes::EmbeddingsHandler> &embeddings);
    [[nodiscard]] Result<QList<QUrl>> apply(Settings next);
    void applyRules();

    Settings settings;
    core::SystemClock clock;
    observe::Recorder recorder;
    streams::KeptStreams streams; //!< after the recorder: what runs on alone has a record
    access::Admission admission;
    routes::Router router;
    routes::Answering answering;
    routes::ModelsHandler models;
    routes::AnthropicModels anthropicModels;
    routes::HealthHandler health;
    access::Gatekeeper gatekeeper;
    http::Server server; //!< its exchanges use the rest
    Listening listening;
};

void Gateway::Parts::serve(Exchange &exchange)
{
    const auto &request = exchange.request();
    const routes::Router::Match match = router.find(request.method, request.target);
    Q_ASSERT(match.route); // the gatekeeper let nothing else through
    const auto *received = qobject_cast<const http::ConnectionExchange *>(&exchange);
    Exchange &watched =
            recorder.watch(exchange, match.route->path,
                           received ? received->receiving() : std::chrono::microseconds(0));
    match.route->handler(watched, match.rest);
}

observe::Metrics::Now Gateway::Parts::now(const core::UpstreamMonitor *upstream) const
{
    return {.connections = server.connectionCount(),
            .open = recorder.log().open,
            .keptStreams = streams.count(),
            .upstream = upstream ? upstream->upstreamReport() : core::UpstreamReport(),
            .version = QCoreApplication::applicationVersion().toUtf8()};
}

void Gateway::Parts::addRoutes()
{
    const auto live = [this](Exchange &exchange, const QByteArray &) { health.live(exchange); };
    const auto ready = [this](Exchange &exchange, const QByteArray &) { health.ready(exchange); };
    router.add({"GET", "/", Door::Name, [](Exchange &exchange, const QByteArray &) {
                    routes::HealthHandler::greet(exchange);
                }});
    router.add({"GET", "/health", Door::Probe, live});
    router.add({"GET", "/health/liveliness", Door::Probe, live});
    router.add({"GET", "/health/liveness", Door::Probe, live});
    router.add({"GET", "/health/readiness", Door::Probe, ready});
    router.add({"GET", "/models", Door::Key, [this](Exchange &exchange, const QByteArray &) {
                    if (anthropic::isClient(exchange.request()))
                        return anthropicModels.list(exchange);
                    models.list(exchange);
                }});
    router.add({"GET", "/models/", Door::Key, [this](Exchange &exchange, const QByteArray &id) {
                    if (anthropic::isClient(exchange.request()))
                        return anthropicModels.single(exchange, id);
                    models.single(exchange, id);
                }});
    router.add({"POST", "/chat/completions", Door::Key,
                [handler = routes::ChatHandler(answering)](Exchange &exchange, const QByteArray &) {
                    handler(exchange);
                }});
}

void Gateway::Parts::addEmbeddings(const std::optional<routes::EmbeddingsHandler> &embeddings)
{
    if (!embeddings)
        return routes::addMissingBackend(router, {"/embeddings"}, u"Embeddings"_s);
    router.add({"POST", "/embeddings", Door::Key,
                [handler = *embeddings](Exchange &exchange, const QByteArray &) {
                    handler(exchange);
                }});
}

//! By which names and from which pages we may be called.
void Gateway::Parts::applyRules()
{
    gatekeeper.setRules(access::HostCheck(settings.allowedHosts,
                                          addressesOf(settings) + listening.inheritedAddresses()),
                        access::OriginCheck(settings.corsOrigins));
}

Result<QList<QUrl>> Gateway::Parts::apply(Settings next)
{
    next.routePrefix = settings.routePrefix;
    next.ownedBy = settings.ownedBy;
    if (const auto changed = listening.change(next); !changed)
        return std::unexpected(changed.error());
    admission.setKeys(keysOf(next));
    settings = std::move(next);
    applyRules();
    gatekeeper.setSideOpen(!settings.openListen.isEmpty());
    server.setLimits(settings.limits);
    server.setTls(settings.tls);
    return listening.baseUrls(settings);
}

Gateway::Gateway(const Backends &backends, core::ModelCatalog &catalog, Settings settings,
                 QObject *parent)
    : QObject(parent)
    , m_parts(std::make_unique<Parts>(backends, catalog, std::move(settings)))
{
    connect(&m_parts->server, &http::Server::activeRequestsChanged, this,
            &Gateway::activeRequestsChanged);
    connect(&m_parts->server, &http::Server::drained, this, &Gateway::drained);
    m_parts->admission.setReports(
            {.used = [this](const QByteArray &caller) { emit keyUsed(caller); },
             .spent = [this](const QByteArray &caller,
                             qint64 tokens) { emit tokensSpent(caller, tokens); }});
    connect(&m_parts->recorder.log(), &observe::RequestLog::closed, this,
            [this](const observe::RequestRecord &record) {
                m_parts->admission.spend(record.caller, record.tokens.in + record.tokens.out);
                emit requestClosed(record);
            });
}

Gateway::~Gateway()
{
    m_parts->server.disconnect(this);
    m_parts->recorder.log().disconnect(this);
}

Result<QList<QUrl>> Gateway::listen()
{
    if (const auto listening = m_parts->listening.begin(m_parts->settings); !listening)
        return std::unexpected(listening.error());
    m_parts->applyRules();
    return m_parts->listening.baseUrls(m_parts->settings);
}

QList<QUrl> Gateway::openUrls() const
{
    return m_parts->listening.openUrls();
}

Result<QList<QUrl>> Gateway::apply(Settings settings)
{
    return m_parts->apply(std::move(settings));
}

void Gateway::setKeys(QList<core::ClientKey> keys)
{
    m_parts->admission.setKeys(std::move(keys));
}

void Gateway::addSpent(const QByteArray &caller, qint64 tokens)
{
    m_parts->admission.addSpent(caller, tokens);
}

void Gateway::drain()
{
    m_parts->server.drain();
}

int Gateway::activeRequests() const
{
    return m_parts->server.activeRequests();
}

QStringList Gateway::warnings() const
{
    return m_parts->listening.warnings();
}

} // namespace gateway
