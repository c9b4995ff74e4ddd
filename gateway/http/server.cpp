// SPDX-License-Identifier: MIT
#include "gateway/http/server.h"

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
    setInterval();
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

void Server::setInterval()
{
    const Limits &limits = m_service.limits;
    const auto shortest = std::min({limits.headerTimeout, limits.bodyTimeout, limits.idleTimeout});
    m_deadlines.setInterval(std::clamp<std::chrono::milliseconds>(shortest / 8, 5ms, 1000ms));
}

void Server::setLimits(const Limits &limits)
{
    m_service.limits = limits;
    setInterval();
}

void Server::setTls(const Acceptor::Tls &tls)
{
    m_tls = tls;
    for (const Place &place : m_places) {
        if (place.entrance == Entrance::Main)
            place.acceptor->setTls(tls);
    }
}

core::Result<quint16> Server::listen(const QHostAddress &address, quint16 port, Entrance entrance)
{
    auto tcp = acceptTcp(address, port, entrance,
                         [this](ClientSocket socket) { add(std::move(socket)); });
    if (!tcp)
        return std::unexpected(tcp.error());
    if (entrance == Entrance::Main)
        tcp->acceptor->setTls(m_tls);
    m_places.push_back({.acceptor = std::move(tcp->acceptor),
                        .address = address,
                        .port = tcp->port,
                        .path = {},
                        .entrance = entrance});
    return tcp->port;
}

core::Result<void> Server::listen(const QString &socketPath)
{
    auto local = acceptLocal(socketPath, [this](ClientSocket socket) { add(std::move(socket)); });
    if (!local)
        return std::unexpected(local.error());
    m_places.push_back({.acceptor = *std::move(local), .address = {}, .path = socketPath});
    return {};
}

core::Result<std::pair<QHostAddress, quint16>> Server::listenOn(qintptr descriptor)
{
    auto inherited =
            acceptInherited(descriptor, [this](ClientSocket socket) { add(std::move(socket)); });
    if (!inherited)
        return std::unexpected(inherited.error());
    inherited->acceptor->setTls(m_tls);
    m_places.push_back({.acceptor = std::move(inherited->acceptor),
                        .address = inherited->address,
                        .port = inherited->port,
                        .path = {}});
    return std::pair(inherited->address, inherited->port);
}

void Server::stopListening()
{
    m_places.clear();
}

void Server::stopListening(const QHostAddress &address, quint16 port)
{
    std::erase_if(m_places, [&](const Place &place) {
        return place.path.isEmpty() && place.address == address && place.port == port;
    });
}

void Server::stopListening(const QString &socketPath)
{
    std::erase_if(m_places, [&](const Place &place) { return place.path == socketPath; });
}

void Server::drain()
{
    stopListening();
    m_service.isEnding = true;
    // A connection that closes leaves the set, so the walk goes over a copy.
    const std::vector<Connection *> connections(m_connections.begin(), m_connections.end());
    for (Connection *connection : connections)
        connection->closeIfIdle();
    endWhenIdle();
}

bool Server::isBusy() const
{
    return std::ranges::any_of(m_connections, &Connection::isBusy);
}

void Server::endWhenIdle()
{
    if (m_service.isEnding && !isBusy())
        emit drained();
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
        endWhenIdle();
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
    endWhenIdle(); // what was left unsent may have gone
    revive();
}

void Server::revive()
{
    for (const Place &place : m_places)
        place.acceptor->revive();
}

} // namespace gateway::http
