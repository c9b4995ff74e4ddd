// SPDX-License-Identifier: MIT
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

using namespace Qt::StringLiterals;

namespace {

//! The option of the socket of this process that is connected to the port; nothing: there is none.
std::optional<bool> noDelayOfClientTo(quint16 port)
{
    for (int descriptor = 3; descriptor < 256; ++descriptor) {
        sockaddr_in peer{};
        socklen_t length = sizeof peer;
        if (::getpeername(descriptor, reinterpret_cast<sockaddr *>(&peer), &length) != 0 ||
            peer.sin_family != AF_INET || ntohs(peer.sin_port) != port)
            continue;
        int on = 0;
        length = sizeof on;
        if (::getsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, &length) == 0)
            return on != 0;
    }
    return {};
}

} // namespace

//! With app/common/tcpnodelay.cpp in the program, as in ours.
class TestTcpNoDelay : public QObject
{
    Q_OBJECT

private slots:
    void requestsOfQtDoNotWaitForAcknowledgements()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        QNetworkAccessManager network;
        const std::unique_ptr<QNetworkReply> reply(network.post(
                QNetworkRequest(QUrl(u"http://127.0.0.1:%1/"_s.arg(server.serverPort()))), "body"));
        QTRY_VERIFY(server.hasPendingConnections());
        QTRY_COMPARE(noDelayOfClientTo(server.serverPort()), std::optional(true));
        reply->abort();
    }

    void aPortWhereNobodyListensIsStillRefused()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const quint16 port = server.serverPort();
        server.close();
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
        QTRY_COMPARE(socket.error(), QAbstractSocket::ConnectionRefusedError);
    }
};

QTEST_GUILESS_MAIN(TestTcpNoDelay)
#include "tst_tcpnodelay.moc"
