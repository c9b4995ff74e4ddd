// SPDX-License-Identifier: MIT
#include "gateway/http/server.h"

#include "gateway/http/connection.h"

#include <QFile>
#include <QFileInfo>
#include <QLocalServer>
#include <QLocalSocket>
#include <QTcpServer>
#include <QTcpSocket>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::Error;
using core::ErrorCode;

namespace gateway::http {

namespace {

constexpr int backlog = 1024;
// So many clients beyond the bound are told why; more are dropped.
constexpr int turnedAwayAtOnce = 64;

//! Hands sockets on without the list of pending connections that QTcpServer keeps.
class Acceptor final : public QTcpServer
{
public:
    explicit Acceptor(std::function<void(ClientSocket)> take) : m_take(std::move(take)) { }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto socket = std::make_unique<QTcpSocket>();
        if (socket->setSocketDescriptor(descriptor))
            m_take(ClientSocket(std::move(socket)));
    }

private:
    std::function<void(ClientSocket)> m_take;
};

Error listenError(QAbstractSocket::SocketError error, const QString &where, const QString &text)
{
    switch (error) {
    case QAbstractSocket::AddressInUseError:
        return {.code = ErrorCode::Conflict,
                .message = u"%1 is in use by another program"_s.arg(where),
                .reason = u"address_in_use"_s};
    case QAbstractSocket::SocketAddressNotAvailableError:
    case QAbstractSocket::UnsupportedSocketOperationError:
        return {.code = ErrorCode::Unavailable,
                .message = u"%1 is no address of this machine"_s.arg(where),
                .reason = u"address_unavailable"_s};
    case QAbstractSocket::SocketAccessError:
        return {.code = ErrorCode::Forbidden,
                .message = u"No permission to listen on %1"_s.arg(where),
                .reason = u"permission_denied"_s};
    default:
        return {.code = ErrorCode::Internal,
                .message = u"Cannot listen on %1: %2"_s.arg(where, text)};
    }
}

QString hostAndPort(const QHostAddress &address, quint16 port)
{
    const bool v6 = address.protocol() == QAbstractSocket::IPv6Protocol;
    return (v6 ? u"[%1]:%2"_s : u"%1:%2"_s).arg(address.toString()).arg(port);
}

//! Whether somebody takes connections on the socket file.
bool isAnswered(const QString &path)
{
    QLocalSocket probe;
    probe.connectToServer(path);
    return probe.waitForConnected(200);
}

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
    auto server =
            std::make_unique<Acceptor>([this](ClientSocket socket) { add(std::move(socket)); });
    server->setListenBacklogSize(backlog);
    if (!server->listen(address, port)) {
        return std::unexpected(listenError(server->serverError(), hostAndPort(address, port),
                                           server->errorString()));
    }
    const quint16 taken = server->serverPort();
    m_tcpServers.push_back(std::move(server));
    return taken;
}

core::Result<void> Server::listen(const QString &socketPath)
{
    const QString path = QFileInfo(socketPath).absoluteFilePath();
    const bool exists = QFileInfo::exists(path) || QFileInfo(path).isSymLink();
    if (exists && isAnswered(path))
        return std::unexpected(listenError(QAbstractSocket::AddressInUseError, path, {}));
    // A file of another kind is somebody's work and stays.
    if (exists && QFileInfo(path).isFile()) {
        return std::unexpected(Error{.code = ErrorCode::Conflict,
                                     .message = u"%1 exists and is not a socket"_s.arg(path)});
    }
    if (exists)
        QLocalServer::removeServer(path);

    auto server = std::make_unique<QLocalServer>();
    server->setSocketOptions(QLocalServer::UserAccessOption);
    server->setListenBacklogSize(backlog);
    if (!server->listen(path))
        return std::unexpected(listenError(server->serverError(), path, server->errorString()));
#ifndef Q_OS_WIN
    if (!QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner)) {
        return std::unexpected(Error{.code = ErrorCode::Forbidden,
                                     .message = u"Cannot restrict %1 to its owner"_s.arg(path)});
    }
#endif
    connect(server.get(), &QLocalServer::newConnection, this, [this, from = server.get()] {
        while (QLocalSocket *socket = from->nextPendingConnection()) {
            socket->setParent(nullptr);
            add(ClientSocket(std::unique_ptr<QLocalSocket>(socket)));
        }
    });
    m_localServers.push_back(std::move(server));
    return {};
}

void Server::stopListening()
{
    m_tcpServers.clear();
    m_localServers.clear();
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
}

} // namespace gateway::http
