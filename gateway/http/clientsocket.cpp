// SPDX-License-Identifier: MIT
#include "gateway/http/clientsocket.h"

#include <QLocalSocket>
#include <QSslSocket>
#include <QTcpSocket>

#include <algorithm>

#ifdef Q_OS_WIN
#include <winsock2.h>
#else
#include <poll.h>
#include <sys/socket.h>
#endif

namespace gateway::http {

namespace {

// What a client may send ahead while we are busy. Beyond it TCP makes the client wait.
constexpr qint64 readAhead = 256 * 1024;

// What the operating system takes at once, without a copy into a buffer that would then be kept
// for as long as the socket lives (32 KB). 0 where it takes nothing or says that something is
// wrong: Qt's own write then waits or finds out.
qint64 sendAtOnce([[maybe_unused]] qintptr descriptor, [[maybe_unused]] QByteArrayView bytes)
{
#ifdef Q_OS_WIN
    return 0;
#else
#ifdef MSG_NOSIGNAL
    constexpr int flags = MSG_NOSIGNAL;
#else
    constexpr int flags = 0; // Qt has switched SIGPIPE off
#endif
    if (descriptor < 0)
        return 0;
    return std::max<qint64>(0, ::send(int(descriptor), bytes.data(), size_t(bytes.size()), flags));
#endif
}

} // namespace

ClientSocket::ClientSocket(std::unique_ptr<QTcpSocket> socket, Entrance entrance)
    : m_tcp(std::move(socket))
    , m_tls(qobject_cast<QSslSocket *>(m_tcp.get()))
    , m_entrance(entrance)
{
    m_tcp->setSocketOption(QAbstractSocket::LowDelayOption, 1); // one event, one packet, now
    m_tcp->setReadBufferSize(readAhead);
}

ClientSocket::ClientSocket(std::unique_ptr<QLocalSocket> socket) : m_local(std::move(socket))
{
    m_local->setReadBufferSize(readAhead);
}

ClientSocket::ClientSocket(ClientSocket &&) noexcept = default;
ClientSocket::~ClientSocket() = default;

QIODevice &ClientSocket::device() const
{
    return m_tcp ? static_cast<QIODevice &>(*m_tcp) : static_cast<QIODevice &>(*m_local);
}

Arrival ClientSocket::arrival() const
{
    return {.port = m_tcp ? m_tcp->localPort() : quint16(0),
            .entrance = m_entrance,
            .isSecure = m_tls != nullptr};
}

bool ClientSocket::isShaking() const
{
    return m_tls && !m_tls->isEncrypted();
}

qint64 ClientSocket::unsent() const
{
    return device().bytesToWrite() + (m_tls ? m_tls->encryptedBytesToWrite() : 0);
}

bool ClientSocket::isOpen() const
{
    return m_tcp ? m_tcp->state() == QAbstractSocket::ConnectedState
                 : m_local->state() == QLocalSocket::ConnectedState;
}

bool ClientSocket::hasLeftUnread() const
{
#ifdef POLLRDHUP
    pollfd end{.fd = int(descriptor()), .events = POLLRDHUP, .revents = 0};
    return ::poll(&end, 1, 0) > 0;
#else
    return false;
#endif
}

void ClientSocket::send(QByteArrayView bytes)
{
    if (!m_tls && isOpen() && device().bytesToWrite() == 0)
        bytes = bytes.sliced(sendAtOnce(descriptor(), bytes));
    if (bytes.isEmpty())
        return;
    device().write(bytes.data(), bytes.size());
    if (m_tcp)
        m_tcp->flush();
    else
        m_local->flush();
}

void ClientSocket::close()
{
    if (m_tcp)
        m_tcp->disconnectFromHost();
    else
        m_local->disconnectFromServer();
}

void ClientSocket::abort()
{
    if (m_tcp)
        m_tcp->abort();
    else
        m_local->abort();
}

void ClientSocket::closeForWriting()
{
    // TLS ends by an alert of its own, which QSslSocket sends only when it closes altogether; a
    // bare FIN would look like an answer that was cut off (RFC 8446, 6.1).
    if (m_tls)
        return;
#ifdef Q_OS_WIN
    if (m_tcp) // a named pipe has no such half
        ::shutdown(SOCKET(descriptor()), SD_SEND);
#else
    ::shutdown(int(descriptor()), SHUT_WR);
#endif
}

qintptr ClientSocket::descriptor() const
{
    return m_tcp ? m_tcp->socketDescriptor() : m_local->socketDescriptor();
}

} // namespace gateway::http
