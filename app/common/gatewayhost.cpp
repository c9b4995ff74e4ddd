// SPDX-License-Identifier: MIT
#include "app/common/gatewayhost.h"

#include "app/common/connectionset.h"

#include <QPromise>

using namespace Qt::StringLiterals;
using core::Result;

namespace app {

struct GatewayHost::Parts {
    ConnectionSet connections;
    std::unique_ptr<gateway::Gateway> gateway; // after what it uses, so that it goes first
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
        for (const ConnectionSpec &spec : specs)
            connections.push_back(std::make_shared<OciConnection>(spec, m_clock));
        m_parts->connections.setConnections(std::move(connections));
    });
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
        gateway::Backends backends(m_parts->connections);
        backends.embeddings = &m_parts->connections;
        backends.ranks = &m_parts->connections;
        backends.guardrails = &m_parts->connections;
        backends.responses = &m_parts->connections;
        m_parts->gateway = std::make_unique<gateway::Gateway>(backends, m_parts->connections,
                                                              std::move(*shared));
        connect(m_parts->gateway.get(), &gateway::Gateway::activeRequestsChanged, this,
                &GatewayHost::activeRequestsChanged);
        const auto urls = m_parts->gateway->listen();
        if (urls) {
            promise->addResult(Running{*urls, m_parts->gateway->warnings()});
        } else {
            m_parts->gateway.reset();
            promise->addResult(std::unexpected(urls.error()));
        }
        promise->finish();
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
