// SPDX-License-Identifier: MIT
#include "gateway/gateway.h"

#include "gateway/access/gatekeeper.h"
#include "gateway/http/server.h"
#include "gateway/openai/wire.h"
#include "gateway/portholder.h"
#include "gateway/problems/refusals.h"
#include "gateway/routes/chathandler.h"
#include "gateway/routes/embeddingshandler.h"
#include "gateway/routes/healthhandler.h"
#include "gateway/routes/modelshandler.h"
#include "gateway/routes/router.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using core::Error;
using core::Result;
using core::http::Exchange;
using gateway::routes::Door;

namespace gateway {

namespace {

constexpr auto addressInUse = "address_in_use"_L1;
constexpr auto addressUnavailable = "address_unavailable"_L1;
// A free port of one address family may be taken in the other; then another is tried.
constexpr int attemptsForAFreePort = 16;

QList<QHostAddress> addressesOf(const Settings &settings)
{
    QList<QHostAddress> addresses;
    for (const ListenAddress &listen : settings.listen)
        addresses.append(listen.address);
    return addresses;
}

QUrl urlOf(QHostAddress address, quint16 port, const QByteArray &prefix)
{
    // One cannot call by the wildcard address.
    if (address == QHostAddress::Any || address == QHostAddress::AnyIPv4)
        address = QHostAddress(QHostAddress::LocalHost);
    else if (address == QHostAddress::AnyIPv6)
        address = QHostAddress(QHostAddress::LocalHostIPv6);
    QUrl url;
    url.setScheme(u"http"_s);
    url.setHost(address.toString());
    url.setPort(port);
    QByteArray path = prefix.startsWith('/') ? prefix : '/' + prefix;
    while (path.endsWith('/'))
        path.chop(1);
    url.setPath(QString::fromUtf8(path));
    return url;
}

Error withHolder(Error error, quint16 port)
{
    if (error.reason == addressInUse) {
        if (const QString holder = portHolder(port); !holder.isEmpty())
            error.message += u": "_s + holder;
    }
    return error;
}

} // namespace

struct Gateway::Parts {
    Parts(const Backends &backends, core::ModelCatalog &catalog, Settings given)
        : settings(std::move(given))
        , router(settings.routePrefix)
        , answering(backends.chat, clock, settings.limits)
        , models(catalog, settings.ownedBy)
        , health(catalog)
        , gatekeeper(access::HostCheck(settings.allowedHosts, addressesOf(settings)),
                     access::OriginCheck(settings.corsOrigins),
                     access::KeyCheck(std::exchange(settings.keys, {})), router)
        , server([this](Exchange &exchange) { router.dispatch(exchange); }, settings.limits,
                 [this](const http::Head &head, quint16 port) {
                     return gatekeeper.judge(head, port);
                 })
    {
        addRoutes();
        if (backends.embeddings)
            addEmbeddings(*backends.embeddings);
        server.setRefusalWriter([](const http::Refusal &refusal) {
            return respond(refusals::ofServer(refusal), openai::problemBody);
        });
    }

    void addRoutes();
    void addEmbeddings(core::EmbeddingBackend &backend);
    [[nodiscard]] Result<QList<QUrl>> listenOnce();

    Settings settings;
    core::SystemClock clock;
    routes::Router router;
    routes::Answering answering;
    routes::ModelsHandler models;
    routes::HealthHandler health;
    access::Gatekeeper gatekeeper;
    QStringList warnings;
    http::Server server; //!< last: its exchanges use the rest
};

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
    router.add({"GET", "/models", Door::Key,
                [this](Exchange &exchange, const QByteArray &) { models.list(exchange); }});
    router.add({"GET", "/models/", Door::Key,
                [this](Exchange &exchange, const QByteArray &id) { models.single(exchange, id); }});
    router.add({"POST", "/chat/completions", Door::Key,
                [handler = routes::ChatHandler(answering)](Exchange &exchange, const QByteArray &) {
                    handler(exchange);
                }});
}

void Gateway::Parts::addEmbeddings(core::EmbeddingBackend &backend)
{
    router.add({"POST", "/embeddings", Door::Key,
                [handler = routes::EmbeddingsHandler(backend, settings.embedTruncate)](
                        Exchange &exchange, const QByteArray &) { handler(exchange); }});
}

Result<QList<QUrl>> Gateway::Parts::listenOnce()
{
    QList<QUrl> urls;
    quint16 freePort = 0; // all addresses that leave the port open share one
    for (const ListenAddress &listen : settings.listen) {
        const quint16 wanted = listen.port != 0 ? listen.port : freePort;
        const auto port = server.listen(listen.address, wanted);
        if (!port && listen.optional && port.error().reason == addressUnavailable) {
            warnings.append(port.error().message);
            continue;
        }
        if (!port)
            return std::unexpected(withHolder(port.error(), wanted));
        if (listen.port == 0)
            freePort = *port;
        urls.append(urlOf(listen.address, *port, settings.routePrefix));
    }
    if (!settings.socketPath.isEmpty()) {
        if (const auto listening = server.listen(settings.socketPath); !listening)
            return std::unexpected(listening.error());
    } else if (urls.isEmpty()) {
        return std::unexpected(Error{
                .code = core::ErrorCode::Unavailable,
                .message = u"There is no address to listen on"_s +
                           (warnings.isEmpty() ? QString() : u": "_s + warnings.join(u"; "_s)),
                .reason = addressUnavailable});
    }
    return urls;
}

Gateway::Gateway(const Backends &backends, core::ModelCatalog &catalog, Settings settings,
                 QObject *parent)
    : QObject(parent)
    , m_parts(std::make_unique<Parts>(backends, catalog, std::move(settings)))
{
    connect(&m_parts->server, &http::Server::activeRequestsChanged, this,
            &Gateway::activeRequestsChanged);
}

Gateway::~Gateway()
{
    m_parts->server.disconnect(this);
}

Result<QList<QUrl>> Gateway::listen()
{
    const auto leavesPortOpen = [](const ListenAddress &listen) { return listen.port == 0; };
    const auto open = std::ranges::count_if(m_parts->settings.listen, leavesPortOpen);
    for (int attempt = 1;; ++attempt) {
        m_parts->server.stopListening();
        m_parts->warnings.clear();
        auto urls = m_parts->listenOnce();
        if (urls)
            return urls;
        m_parts->server.stopListening();
        const bool again = open > 1 && urls.error().reason == addressInUse;
        if (!again || attempt == attemptsForAFreePort)
            return urls;
    }
}

int Gateway::activeRequests() const
{
    return m_parts->server.activeRequests();
}

QStringList Gateway::warnings() const
{
    return m_parts->warnings;
}

} // namespace gateway
