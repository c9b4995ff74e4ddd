// SPDX-License-Identifier: MIT
#include "gateway/http/server.h"

#include "gateway/http/acceptor.h"
#include "gateway/http/connection.h"

#include <algorithm>

using namespace std::chrono_literals;

namespace gateway::http {

namespace {

// So many clients beyond the bound are told why; more are dropped.
constexpr int turnedAwayAtOnce = 64;

} // namespace

Server::Server(core::http::Handler handler, const Limits &limits, HeadJudge judge, QObject *parent)
    : QObject(parent)
    , m_service{.handler = std::move(handler),
                .judge = std::move(judge),
                .writeRefusal = {},
                .limits = limits}
{
    m_service.countActive = [this](int change) { countActive(change); };
    const auto shortest = std::min({limits.headerTimeout, limits.bodyTimeout, limits.idleTimeout});
    m_deadlines.setInterval(std::clamp<std::chrono::milliseconds>(shortest / 8, 5ms, 1000ms));
    connect(&m_deadlines, &QTimer::timeout, this, &Server::checkDeadlines);
}

Server::~Server()
{
    stopListening();
    const auto connections = std::exchange(m_connections, {});
    for (Connection *connection : connections)
        delete connection;
}

void Server::setRefusalWriter(RefusalWriter writer)
{
    m_service.writeRefusal = std::move(writer);
}

core::Result<quint16> Server::listen(const QHostAddress &address, quint16 port)
{
    auto tcp = acceptTcp(address, port, [this](ClientSocket socket) { add(std::move(socket)); });
    if (!tcp)
        return std::unexpected(tcp.error());
    m_acceptors.push_back(std::move(tcp->acceptor));
    return tcp->port;
}

core::Result<void> Server::listen(const QString &socketPath)
{
    auto local = acceptLocal(socketPath, [this](ClientSocket socket) { add(std::move(socket)); });
    if (!local)
        return std::unexpected(local.error());
    m_acceptors.push_back(*std::move(local));
    return {};
}

void Server::stopListening()
{
    m_acceptors.clear();
}

void Server::add(ClientSocket socket)
{
    const bool full = connectionCount() >= m_service.limits.connections;
    if (connectionCount() >= m_service.limits.connections + turnedAwayAtOnce)
        return;
    auto *connection = new Connection(std::move(socket), m_service, this);
    m_connections.insert(connection);
    connect(connection, &Connection::closed, this, [this, connection] {
        m_connections.erase(connection);
        connection->deleteLater();
        revive();
        if (m_connections.empty())
            m_deadlines.stop(); // an idle server never wakes up
    });
    if (!m_deadlines.isActive())
        m_deadlines.start();
    if (full) {
        connection->turnAway({.status = 503,
                              .message = "Too many connections",
                              .headers = {{"Retry-After", "1"}}});
    } else {
        connection->start();
    }
}

void Server::countActive(int change)
{
    m_active += change;
    emit activeRequestsChanged(m_active);
}

void Server::checkDeadlines()
{
    // A connection that closes leaves the set, so the walk goes over a copy.
    const std::vector<Connection *> connections(m_connections.begin(), m_connections.end());
    for (Connection *connection : connections)
        connection->checkDeadline();
    revive();
}

void Server::revive()
{
    for (const auto &acceptor : m_acceptors)
        acceptor->revive();
}

} // namespace gateway::http
