// SPDX-License-Identifier: MIT
#include "tests/support/cannedserver.h"

#include "tests/support/tlsfixture.h"

#include <QSslServer>
#include <QTimer>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#endif

using namespace Qt::StringLiterals;

namespace tests {

Script &Script::send(const QByteArray &bytes)
{
    steps.append({.kind = Step::Kind::Send, .bytes = bytes});
    return *this;
}

Script &Script::wait(std::chrono::milliseconds time)
{
    steps.append({.kind = Step::Kind::Wait, .time = time});
    return *this;
}

Script &Script::close()
{
    steps.append({.kind = Step::Kind::Close});
    return *this;
}

Script &Script::reset()
{
    steps.append({.kind = Step::Kind::Reset});
    return *this;
}

Script Script::reply(int status, const QByteArray &body, const QByteArray &moreHeaders,
                     const QByteArray &contentType)
{
    return Script().send("HTTP/1.1 " + QByteArray::number(status) + " Status\r\ncontent-type: " +
                         contentType + "\r\ncontent-length: " + QByteArray::number(body.size()) +
                         "\r\n" + moreHeaders + "\r\n" + body);
}

Script Script::events(const QByteArray &moreHeaders)
{
    return Script().send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
                         "transfer-encoding: chunked\r\n" +
                         moreHeaders + "\r\n");
}

Script &Script::chunk(const QByteArray &bytes)
{
    return send(QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n");
}

Script &Script::lastChunk()
{
    return send("0\r\n\r\n");
}

QByteArray CannedServer::Request::header(const QByteArray &name) const
{
    for (const QByteArray &line : head.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.first(colon).compare(name, Qt::CaseInsensitive) == 0)
            return line.sliced(colon + 1).trimmed();
    }
    return {};
}

CannedServer::CannedServer(Transport transport)
{
    if (transport == Transport::Tls) {
        auto server = std::make_unique<QSslServer>();
        server->setSslConfiguration(serverTls());
        m_server = std::move(server);
    } else {
        m_server = std::make_unique<QTcpServer>();
    }
    connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this,
            &CannedServer::onConnection);
    if (!m_server->listen(QHostAddress::LocalHost))
        qFatal("No loopback port to be had");
}

QString CannedServer::url() const
{
    return u"%1://127.0.0.1:%2"_s.arg(qobject_cast<QSslServer *>(m_server.get()) ? u"https"_s
                                                                                 : u"http"_s,
                                      QString::number(m_server->serverPort()));
}

qint64 CannedServer::unsent() const
{
    qint64 bytes = 0;
    for (const auto &socket : m_sockets)
        bytes += socket ? socket->bytesToWrite() : 0;
    return bytes;
}

void CannedServer::closeAll()
{
    const auto open = m_sockets;
    for (const auto &socket : open) {
        if (socket)
            socket->disconnectFromHost();
    }
}

void CannedServer::onConnection()
{
    while (QTcpSocket *socket = m_server->nextPendingConnection()) {
        ++connections;
        m_sockets.append(socket);
        auto peer = std::make_shared<Peer>();
        connect(socket, &QTcpSocket::readyRead, this,
                [this, socket, peer] { onData(socket, peer); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            ++closed;
            socket->deleteLater();
        });
        if (socket->bytesAvailable() > 0) // they came with the end of the handshake
            onData(socket, peer);
    }
}

void CannedServer::onData(QTcpSocket *socket, const std::shared_ptr<Peer> &peer)
{
    peer->received += socket->readAll();
    const qsizetype end = peer->received.indexOf("\r\n\r\n");
    if (end < 0 || peer->busy)
        return;
    Request request{.head = peer->received.first(end)};
    const QList<QByteArray> first = request.head.left(request.head.indexOf('\r')).split(' ');
    request.method = first.value(0);
    request.target = first.value(1);
    const qsizetype length = request.header("content-length").toLongLong();
    if (peer->received.size() < end + 4 + length)
        return;
    request.body = peer->received.mid(end + 4, length);
    peer->received.remove(0, end + 4 + length);
    requests.append(request);
    std::deque<Script> &scripts = scriptsFor(request.target);
    if (scripts.empty())
        return;
    const Script script = scripts.front();
    if (scripts.size() > 1)
        scripts.pop_front();
    peer->steps.assign(script.steps.begin(), script.steps.end());
    peer->busy = true;
    play(socket, peer);
}

std::deque<Script> &CannedServer::scriptsFor(const QByteArray &target)
{
    for (auto &[part, scripts] : m_byPart) {
        if (target.contains(part))
            return scripts;
    }
    return m_scripts;
}

void CannedServer::play(QPointer<QTcpSocket> socket, const std::shared_ptr<Peer> &peer)
{
    while (socket && !peer->steps.empty()) {
        const Script::Step step = peer->steps.front();
        peer->steps.pop_front();
        switch (step.kind) {
        case Script::Step::Kind::Send:
            socket->write(step.bytes);
            break;
        case Script::Step::Kind::Wait:
            QTimer::singleShot(step.time, this, [this, socket, peer] { play(socket, peer); });
            return;
        case Script::Step::Kind::Close:
            socket->disconnectFromHost();
            return;
        case Script::Step::Kind::Reset: {
            socket->flush();
#ifdef Q_OS_UNIX
            const linger atOnce{.l_onoff = 1, .l_linger = 0};
            ::setsockopt(int(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &atOnce,
                         sizeof atOnce);
#endif
            socket->abort();
            return;
        }
        }
    }
    peer->busy = false;
    if (socket && !peer->received.isEmpty())
        onData(socket, peer);
}

} // namespace tests
