// SPDX-License-Identifier: MIT
#include "gateway/gateway.h"
#include "tests/gateway/rawclient.h"
#include "tests/support/fakechatbackend.h"
#include "tests/support/tlsfixture.h"

#include <QSignalSpy>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using gateway::Gateway;
using gateway::Settings;
using tests::RawClient;

namespace {

constexpr auto key = "test-key-of-the-gateway";

Settings settings()
{
    Settings all;
    all.listen = {{.address = QHostAddress(QHostAddress::LocalHost), .port = 0}};
    all.keys.emplace_back(key);
    all.tls = std::make_shared<QSslConfiguration>(tests::serverTls());
    return all;
}

QByteArray get(const QByteArray &target)
{
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nx-api-key: " + key + "\r\n\r\n";
}

//! A client that trusts the test's certificate, and it alone.
struct TlsClient {
    explicit TlsClient(quint16 port, QSsl::SslProtocol protocol = QSsl::SecureProtocols)
    {
        QSslConfiguration trust;
        trust.setCaCertificates({tests::serverCertificate()});
        trust.setProtocol(protocol);
        trust.setAllowedNextProtocols({"h2", "http/1.1"});
        socket.setSslConfiguration(trust);
        QObject::connect(&socket, &QSslSocket::readyRead, &socket,
                         [this] { received += socket.readAll(); });
        socket.connectToHostEncrypted(u"127.0.0.1"_s, port, u"localhost"_s);
    }
    void send(const QByteArray &bytes)
    {
        if (QTest::qWaitFor([this] { return socket.isEncrypted(); }))
            socket.write(bytes);
    }

    QSslSocket socket;
    QByteArray received;
};

struct Running {
    explicit Running(Settings given = settings()) : gateway(backend, catalog, std::move(given))
    {
        catalog.known = {{.id = u"meta.llama-3"_s}};
        const auto listening = gateway.listen();
        if (!listening)
            qFatal("%ls", qUtf16Printable(listening.error().message));
        urls = *listening;
    }
    [[nodiscard]] quint16 port() const { return quint16(urls.first().port()); }

    tests::FakeChatBackend backend;
    tests::FakeModelCatalog catalog;
    Gateway gateway;
    QList<QUrl> urls;
};

} // namespace

class TestServerTls : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (!QSslSocket::supportsSsl())
            QSKIP("no TLS library");
    }

    void serves()
    {
        Running running;
        QCOMPARE(running.urls.first().scheme(), u"https"_s);
        TlsClient client(running.port());

        client.send(get("/v1/models"));
        QTRY_VERIFY2(client.received.startsWith("HTTP/1.1 200"),
                     qPrintable(client.socket.errorString()));
        client.received.clear();
        client.send(get("/v1/models")); // on the same connection

        QTRY_VERIFY(client.received.contains("meta.llama-3"));
        QVERIFY(client.socket.sessionProtocol() >= QSsl::TlsV1_2);
    }

    void streamsAndEndsProperly()
    {
        Running running;
        TlsClient client(running.port());
        const QByteArray body = "{\"model\":\"m\",\"stream\":true,\"messages\":"
                                "[{\"role\":\"user\",\"content\":\"hi\"}]}";
        client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    "Content-Type: application/json\r\nx-api-key: " +
                    QByteArray(key) + "\r\nContent-Length: " + QByteArray::number(body.size()) +
                    "\r\n\r\n" + body);
        QTRY_VERIFY(running.backend.lastStream);
        emit running.backend.lastStream->started({});
        const QString large(3'000'000, u'x');
        running.backend.lastStream->say(large);
        running.backend.lastStream->succeed();

        QTRY_VERIFY(client.received.endsWith("0\r\n\r\n"));
        QTRY_COMPARE(client.socket.state(), QAbstractSocket::UnconnectedState);
        QVERIFY(client.received.size() > large.size());
    }

    void aLeavingClientCancels()
    {
        Running running;
        TlsClient client(running.port());
        const QByteArray body = "{\"model\":\"m\",\"stream\":true,\"messages\":"
                                "[{\"role\":\"user\",\"content\":\"hi\"}]}";
        client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n"
                    "Content-Type: application/json\r\nx-api-key: " +
                    QByteArray(key) + "\r\nContent-Length: " + QByteArray::number(body.size()) +
                    "\r\n\r\n" + body);
        QTRY_VERIFY(running.backend.lastStream);

        client.socket.disconnectFromHost();

        QTRY_VERIFY(!running.backend.lastStream);
    }

    void aRefusalIsReadThoughTheBodyIsNot()
    {
        Running running;
        TlsClient client(running.port());

        client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n"
                    "Content-Type: application/json\r\nContent-Length: 500000\r\n\r\n" +
                    QByteArray(100'000, ' '));

        QTRY_VERIFY(client.received.startsWith("HTTP/1.1 401"));
        QTRY_VERIFY(client.received.contains("invalid_api_key"));
    }

    void plainHttpIsNotUnderstood()
    {
        Running running;
        RawClient client(running.port());

        client.send(get("/v1/models"));

        QTRY_VERIFY(client.isClosed());
        QVERIFY(!client.received.contains("HTTP/1.1 200"));
    }

    void oldProtocolsAreRefused()
    {
        Running running;
        QT_WARNING_PUSH
        QT_WARNING_DISABLE_DEPRECATED
        TlsClient client(running.port(), QSsl::TlsV1_1);
        QT_WARNING_POP

        QTRY_COMPARE(client.socket.state(), QAbstractSocket::UnconnectedState);
        QVERIFY(!client.socket.isEncrypted());
    }

    void aStalledHandshakeIsBoundedAndCounts()
    {
        Settings given = settings();
        given.limits.headerTimeout = 200ms;
        given.limits.connections = 1;
        Running running(std::move(given));
        RawClient stalled(running.port());
        QTRY_VERIFY(stalled.isConnected());
        stalled.send("\x16\x03\x01");
        TlsClient second(running.port()); // one too many: told so by 503

        QTRY_VERIFY(second.received.startsWith("HTTP/1.1 503"));
        QTRY_VERIFY(stalled.isClosed());
        TlsClient third(running.port());
        third.send(get("/v1/models"));
        QTRY_VERIFY(third.received.startsWith("HTTP/1.1"));
    }

    void pagesOfOurOwnSecureOriginMayCall()
    {
        Running running;
        TlsClient client(running.port());
        const QByteArray port = QByteArray::number(running.port());

        client.send("GET /v1/models HTTP/1.1\r\nHost: localhost\r\nx-api-key: " + QByteArray(key) +
                    "\r\nOrigin: https://localhost:" + port + "\r\n\r\n");

        QTRY_VERIFY(client.received.startsWith("HTTP/1.1 200"));
    }

    void theDoorWithoutAKeyStaysPlain()
    {
        Settings given = settings();
        given.openListen = {{.address = QHostAddress(QHostAddress::LocalHost), .port = 0}};
        Running running(std::move(given));
        RawClient client(quint16(running.gateway.openUrls().first().port()));

        client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

        QTRY_COMPARE(client.status(), 200);
    }

    void tlsIsSwitchedOffAndOnForNewConnections()
    {
        Running running;
        TlsClient kept(running.port());
        kept.send(get("/v1/models"));
        QTRY_VERIFY(kept.received.startsWith("HTTP/1.1 200"));
        Settings plain = settings();
        plain.tls = nullptr;

        const auto applied = running.gateway.apply(std::move(plain));

        QVERIFY(applied);
        QCOMPARE(applied->first().scheme(), u"http"_s);
        RawClient client(running.port());
        client.send(get("/v1/models"));
        QTRY_COMPARE(client.status(), 200);
        kept.received.clear();
        kept.send(get("/v1/models"));
        QTRY_VERIFY(kept.received.startsWith("HTTP/1.1 200"));
    }
};

QTEST_GUILESS_MAIN(TestServerTls)
#include "tst_servertls.moc"
