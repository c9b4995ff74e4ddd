// SPDX-License-Identifier: MIT
#include "gateway/http/acceptor.h"

#include <QFile>
#include <QFileInfo>
#include <QLocalServer>
#include <QLocalSocket>
#include <QLoggingCategory>
#include <QSocketNotifier>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#endif

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::Error;
using core::ErrorCode;

namespace gateway::http {

namespace {

Q_LOGGING_CATEGORY(log, "app.gateway.accept")

constexpr int backlog = 1024;
// After a failure to accept; clients wait in the backlog meanwhile.
constexpr auto rest = 250ms;

//! Hands sockets on without the list of pending connections that QTcpServer keeps.
class TcpListener final : public QTcpServer, public Acceptor
{
public:
    TcpListener(Entrance entrance, Take take) : m_entrance(entrance), m_take(std::move(take))
    {
        // QTcpServer has stopped to accept when it says so.
        connect(this, &QTcpServer::acceptError, this, [this] {
            qCWarning(log).noquote() << "cannot accept a connection:" << errorString();
            QTimer::singleShot(rest, this, &QTcpServer::resumeAccepting);
        });
    }

    void setTls(const Tls &tls) override { m_tls = tls; }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        std::unique_ptr<QTcpSocket> socket;
        QSslSocket *tls = m_tls ? new QSslSocket : nullptr;
        socket.reset(tls ? tls : new QTcpSocket);
        if (!socket->setSocketDescriptor(descriptor))
            return;
        if (tls) {
            tls->setSslConfiguration(*m_tls);
            tls->startServerEncryption();
        }
        m_take(ClientSocket(std::move(socket), m_entrance));
    }

private:
    Entrance m_entrance;
    Take m_take;
    Tls m_tls;
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

//! A QLocalServer that cannot accept closes itself without a signal, hence `revive()`.
class LocalListener final : public Acceptor
{
public:
    LocalListener(const QString &path, Take take) : m_path(path), m_take(std::move(take))
    {
        m_server.setSocketOptions(QLocalServer::UserAccessOption);
        m_server.setListenBacklogSize(backlog);
        QObject::connect(&m_server, &QLocalServer::newConnection, &m_server, [this] {
            while (QLocalSocket *socket = m_server.nextPendingConnection()) {
                socket->setParent(nullptr);
                m_take(ClientSocket(std::unique_ptr<QLocalSocket>(socket)));
            }
        });
    }

    core::Result<void> listen()
    {
        const bool exists = QFileInfo::exists(m_path) || QFileInfo(m_path).isSymLink();
        if (exists && isAnswered(m_path))
            return std::unexpected(listenError(QAbstractSocket::AddressInUseError, m_path, {}));
        // A file of another kind is somebody's work and stays.
        if (exists && QFileInfo(m_path).isFile()) {
            return std::unexpected(
                    Error{.code = ErrorCode::Conflict,
                          .message = u"%1 exists and is not a socket"_s.arg(m_path)});
        }
        if (exists)
            QLocalServer::removeServer(m_path);
        if (!m_server.listen(m_path)) {
            return std::unexpected(
                    listenError(m_server.serverError(), m_path, m_server.errorString()));
        }
#ifndef Q_OS_WIN
        if (!QFile::setPermissions(m_path, QFile::ReadOwner | QFile::WriteOwner)) {
            return std::unexpected(
                    Error{.code = ErrorCode::Forbidden,
                          .message = u"Cannot restrict %1 to its owner"_s.arg(m_path)});
        }
#endif
        return {};
    }

    void revive() override
    {
        if (m_server.isListening())
            return;
        if (const auto listening = listen(); !listening)
            qCWarning(log).noquote() << listening.error().message;
    }

private:
    QString m_path;
    Take m_take;
    QLocalServer m_server;
};

#ifdef Q_OS_UNIX

//! On a Unix socket that somebody else made; its file stays (a QLocalServer would remove it).
class InheritedLocalListener final : public Acceptor
{
public:
    InheritedLocalListener(qintptr descriptor, Take take)
        : m_descriptor(int(descriptor))
        , m_take(std::move(take))
        , m_readable(descriptor, QSocketNotifier::Read)
    {
        ::fcntl(m_descriptor, F_SETFL, ::fcntl(m_descriptor, F_GETFL) | O_NONBLOCK);
        QObject::connect(&m_readable, &QSocketNotifier::activated, &m_readable,
                         [this] { acceptAll(); });
    }
    ~InheritedLocalListener() override
    {
        m_readable.setEnabled(false);
        ::close(m_descriptor);
    }

private:
    void acceptAll()
    {
        for (;;) {
            const int client = ::accept(m_descriptor, nullptr, nullptr);
            if (client < 0)
                break;
            ::fcntl(client, F_SETFD, FD_CLOEXEC);
            auto socket = std::make_unique<QLocalSocket>();
            if (socket->setSocketDescriptor(client))
                m_take(ClientSocket(std::move(socket)));
            else
                ::close(client);
        }
        if (errno == EAGAIN || errno == EWOULDBLOCK)
            return;
        qCWarning(log).noquote() << "cannot accept a connection:" << qt_error_string(errno);
        m_readable.setEnabled(false);
        QTimer::singleShot(rest, &m_readable, [this] { m_readable.setEnabled(true); });
    }

    int m_descriptor;
    Take m_take;
    QSocketNotifier m_readable;
};

//! Whether the descriptor is a socket, and of which family.
std::optional<sa_family_t> familyOf(qintptr descriptor)
{
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (::getsockname(int(descriptor), reinterpret_cast<sockaddr *>(&address), &size) != 0)
        return {};
    return address.ss_family;
}

#endif

} // namespace

core::Result<TcpAcceptor> acceptTcp(const QHostAddress &address, quint16 port, Entrance entrance,
                                    Acceptor::Take take)
{
    auto listener = std::make_unique<TcpListener>(entrance, std::move(take));
    listener->setListenBacklogSize(backlog);
    if (!listener->listen(address, port)) {
        return std::unexpected(listenError(listener->serverError(), hostAndPort(address, port),
                                           listener->errorString()));
    }
    const quint16 taken = listener->serverPort();
    return TcpAcceptor{std::move(listener), taken};
}

core::Result<std::unique_ptr<Acceptor>> acceptLocal(const QString &socketPath, Acceptor::Take take)
{
    auto listener = std::make_unique<LocalListener>(QFileInfo(socketPath).absoluteFilePath(),
                                                    std::move(take));
    if (const auto listening = listener->listen(); !listening)
        return std::unexpected(listening.error());
    return listener;
}

core::Result<InheritedAcceptor> acceptInherited(qintptr descriptor, Acceptor::Take take)
{
    const auto refused = [descriptor](const QString &why) {
        return std::unexpected(
                Error{.code = ErrorCode::InvalidRequest,
                      .message = u"The inherited descriptor %1 is of no use: %2"_s.arg(descriptor)
                                         .arg(why)});
    };
#ifdef Q_OS_UNIX
    const auto family = familyOf(descriptor);
    if (!family)
        return refused(u"it is no socket"_s);
    if (*family == AF_UNIX) {
        return InheritedAcceptor{
                std::make_unique<InheritedLocalListener>(descriptor, std::move(take)), {}, 0};
    }
#endif
    auto tcp = std::make_unique<TcpListener>(Entrance::Main, std::move(take));
    if (!tcp->setSocketDescriptor(descriptor))
        return refused(tcp->errorString());
    const QHostAddress address = tcp->serverAddress();
    const quint16 port = tcp->serverPort();
    return InheritedAcceptor{std::move(tcp), address, port};
}

} // namespace gateway::http
