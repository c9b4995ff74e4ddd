// SPDX-License-Identifier: MIT
#include "app/common/gatewayhost.h"

#include "app/common/connectionset.h"
#include "gateway/routing/routedbackends.h"

#include <QPromise>
#include <QTimer>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::Result;

namespace app {

namespace {

//! Of a ConnectionSet or ConnectionCalls.
gateway::Backends allOf(auto &connections)
{
    gateway::Backends backends(connections);
    backends.embeddings = &connections;
    backends.ranks = &connections;
    backends.guardrails = &connections;
    backends.responses = &connections;
    return backends;
}

} // namespace

struct GatewayHost::Parts {
    [[nodiscard]] std::shared_ptr<OciConnection> connectionOf(const ConnectionSpec &spec) const
    {
        const auto found = std::ranges::find(specs, spec);
        return found == specs.end() ? nullptr : made.at(std::size_t(found - specs.begin()));
    }

    [[nodiscard]] Running running(const QList<QUrl> &baseUrls) const
    {
        return {.baseUrls = baseUrls,
                .openUrls = gateway->openUrls(),
                .warnings = gateway->warnings()};
    }

    ConnectionSet connections;
    gateway::routing::RoutedBackends routed{
            allOf(connections), connections,
            [this](const QString &name) { return connections.lists(name); },
            allOf(connections.hasty())};
    QList<ConnectionSpec> specs;
    std::vector<std::shared_ptr<OciConnection>> made; //!< of these
    std::unique_ptr<gateway::Gateway> gateway;        // after what it uses, so that it goes first
};

GatewayHost::GatewayHost(const core::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_context(std::make_unique<QObject>())
    , m_clock(clock)
{
    m_thread.setObjectName(u"gateway"_s);
    m_context->moveToThread(&m_thread);
    m_thread.start();
    QMetaObject::invokeMethod(
            m_context.get(), [this] { m_parts = std::make_unique<Parts>(); },
            Qt::BlockingQueuedConnection);
}

GatewayHost::~GatewayHost()
{
    QMetaObject::invokeMethod(
            m_context.get(), [this] { m_parts.reset(); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

void GatewayHost::setConnections(const QList<ConnectionSpec> &specs)
{
    QMetaObject::invokeMethod(m_context.get(), [this, specs] {
        std::vector<std::shared_ptr<OciConnection>> connections;
        for (const ConnectionSpec &spec : specs) {
            auto known = m_parts->connectionOf(spec);
            connections.push_back(known ? std::move(known)
                                        : std::make_shared<OciConnection>(spec, m_clock));
        }
        m_parts->specs = specs;
        m_parts->made = connections;
        m_parts->connections.setConnections(std::move(connections));
    });
}

void GatewayHost::setRouting(const gateway::routing::RoutingSettings &routing)
{
    QMetaObject::invokeMethod(m_context.get(),
                              [this, routing] { m_parts->routed.setSettings(routing); });
}

void GatewayHost::setNamedModels(const QList<core::ModelInfo> &models)
{
    QMetaObject::invokeMethod(m_context.get(),
                              [this, models] { m_parts->connections.setNamedModels(models); });
}

QFuture<Result<GatewayHost::Running>> GatewayHost::start(gateway::Settings settings)
{
    auto promise = std::make_shared<QPromise<Result<Running>>>();
    promise->start();
    const auto future = promise->future();
    // Keys do not copy and a functor of a queued call must, hence the shared pointer.
    auto shared = std::make_shared<gateway::Settings>(std::move(settings));
    QMetaObject::invokeMethod(m_context.get(), [this, promise, shared] {
        m_parts->gateway.reset(); // frees the port first
        gateway::Backends backends = m_parts->routed.backends();
        backends.upstream = &m_parts->connections;
        backends.usage = m_usage;
        m_parts->gateway = std::make_unique<gateway::Gateway>(backends, m_parts->routed.catalog(),
                                                              std::move(*shared));
        connect(m_parts->gateway.get(), &gateway::Gateway::activeRequestsChanged, this,
                &GatewayHost::activeRequestsChanged);
        connect(m_parts->gateway.get(), &gateway::Gateway::keyUsed, this, &GatewayHost::keyUsed);
        connect(m_parts->gateway.get(), &gateway::Gateway::tokensSpent, this,
                &GatewayHost::tokensSpent);
        const auto urls = m_parts->gateway->listen();
        if (urls) {
            promise->addResult(m_parts->running(*urls));
        } else {
            m_parts->gateway.reset();
            promise->addResult(std::unexpected(urls.error()));
        }
        promise->finish();
    });
    return future;
}

QFuture<Result<GatewayHost::Running>> GatewayHost::apply(gateway::Settings settings)
{
    auto promise = std::make_shared<QPromise<Result<Running>>>();
    promise->start();
    const auto future = promise->future();
    auto shared = std::make_shared<gateway::Settings>(std::move(settings));
    QMetaObject::invokeMethod(m_context.get(), [this, promise, shared] {
        if (!m_parts->gateway) {
            promise->addResult(
                    std::unexpected(core::Error{.code = core::ErrorCode::Unavailable,
                                                .message = u"The gateway does not run"_s}));
        } else {
            promise->addResult(
                    m_parts->gateway->apply(std::move(*shared)).transform([this](const auto &urls) {
                        return m_parts->running(urls);
                    }));
        }
        promise->finish();
    });
    return future;
}

void GatewayHost::setKeys(const QList<core::ClientKey> &keys)
{
    QMetaObject::invokeMethod(m_context.get(), [this, keys] {
        if (m_parts->gateway)
            m_parts->gateway->setKeys(keys);
    });
}

void GatewayHost::addSpent(const QByteArray &caller, qint64 tokens)
{
    QMetaObject::invokeMethod(m_context.get(), [this, caller, tokens] {
        if (m_parts->gateway)
            m_parts->gateway->addSpent(caller, tokens);
    });
}

QFuture<void> GatewayHost::drain(std::chrono::milliseconds longest)
{
    auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    const auto future = promise->future();
    QMetaObject::invokeMethod(m_context.get(), [this, promise, longest] {
        gateway::Gateway *gateway = m_parts->gateway.get();
        if (!gateway) {
            promise->finish();
            return;
        }
        // On another turn: the gateway is within its signal.
        const auto end = [this, promise, gateway] {
            if (promise->future().isFinished())
                return;
            promise->finish();
            if (m_parts->gateway.get() == gateway)
                m_parts->gateway.reset();
        };
        connect(gateway, &gateway::Gateway::drained, gateway, end,
                Qt::ConnectionType(Qt::QueuedConnection | Qt::SingleShotConnection));
        QTimer::singleShot(longest, gateway, end);
        gateway->drain();
    });
    return future;
}

QFuture<void> GatewayHost::stop()
{
    auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    const auto future = promise->future();
    QMetaObject::invokeMethod(m_context.get(), [this, promise] {
        m_parts->gateway.reset();
        promise->finish();
    });
    return future;
}

} // namespace app
