// SPDX-License-Identifier: MIT
#include "gateway/gateway.h"

#include "core/json/json.h"
#include "tests/gateway/rawclient.h"
#include "tests/support/fakechatbackend.h"

#include <QFile>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using gateway::Gateway;
using gateway::Settings;
using tests::RawClient;

namespace {

constexpr auto key = "test-key-of-the-gateway";
constexpr auto chat = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
constexpr auto streamedChat = "{\"model\":\"m\",\"stream\":true,"
                              "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

Settings settings(const gateway::Limits &limits = {})
{
    Settings all;
    all.listen = {{.address = QHostAddress(QHostAddress::LocalHost), .port = 0}};
    all.corsOrigins = {u"https://app.example"_s};
    all.keys.emplace_back(key);
    all.limits = limits;
    return all;
}

const QByteArray authorized = QByteArray("Authorization: Bearer ") + key + "\r\n";
const QByteArray json = "Content-Type: application/json\r\n";

QByteArray get(const QByteArray &target, const QByteArray &headers = authorized)
{
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
}

QByteArray post(const QByteArray &body, const QByteArray &headers = authorized + json)
{
    return "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n" + headers +
           "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

//! A gateway that listens, over fakes.
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

class TestGateway : public QObject
{
    Q_OBJECT

private slots:
    void serves_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("expected");
        const QByteArray list = "{\"object\":\"list\",\"data\":[{\"id\":\"meta.llama-3\"";
        const QByteArray single = "{\"id\":\"meta.llama-3\",\"object\":\"model\"";
        QTest::newRow("models") << get("/v1/models") << list;
        QTest::newRow("without v1") << get("/models") << list;
        QTest::newRow("trailing slash") << get("/v1/models/") << list;
        QTest::newRow("doubled slash") << get("//v1/models") << list;
        QTest::newRow("x-api-key")
                << get("/v1/models", QByteArray("x-api-key: ") + key + "\r\n") << list;
        QTest::newRow("model") << get("/v1/models/meta.llama-3") << single;
        QTest::newRow("model, encoded") << get("/v1/models/oci%2Fmeta.llama-3") << single;
        QTest::newRow("root") << get("/", {}) << QByteArray("Gatehouse");
        QTest::newRow("health") << QByteArray("GET /health HTTP/1.1\r\n\r\n")
                                << QByteArray("{\"status\":\"ok\"}");
        QTest::newRow("health by address")
                << QByteArray("GET /health HTTP/1.1\r\nHost: 10.0.0.9\r\n\r\n")
                << QByteArray("{\"status\":\"ok\"}");
        QTest::newRow("liveliness")
                << get("/health/liveliness", {}) << QByteArray("{\"status\":\"ok\"}");
        QTest::newRow("readiness") << get("/health/readiness", {})
                                   << QByteArray("{\"status\":\"ok\",\"models_loaded\":true}");
    }

    void serves()
    {
        QFETCH(QByteArray, request);
        QFETCH(QByteArray, expected);
        Running running;
        RawClient client(running.port());

        client.send(request);

        QTRY_COMPARE(client.status(), 200);
        QTRY_VERIFY2(client.body().startsWith(expected), client.received.constData());
        QVERIFY(client.isConnected());
    }

    void answersHead()
    {
        Running running;
        RawClient client(running.port());

        client.send("HEAD /v1/models HTTP/1.1\r\nHost: localhost\r\n" + authorized + "\r\n" +
                    get("/health"));

        QTRY_VERIFY(client.received.endsWith("{\"status\":\"ok\"}"));
        QVERIFY(!client.received.contains("meta.llama-3"));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");

        const auto hosted = [](const QByteArray &host) {
            QByteArray request = post(chat);
            return request.replace("Host: localhost", "Host: " + host);
        };
        const QByteArray head =
                "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n" + authorized + json;
        QTest::newRow("wrong Host") << hosted("evil.example") << 403;
        QTest::newRow("wildcard as Host") << hosted("0.0.0.0") << 403;
        QTest::newRow("no Host") << post(chat).replace("Host: localhost\r\n", "") << 400;
        QTest::newRow("foreign Origin")
                << post(chat, authorized + json + "Origin: https://evil.example\r\n") << 403;
        QTest::newRow("null Origin") << post(chat, authorized + json + "Origin: null\r\n") << 403;
        QTest::newRow("no key") << post(chat, json) << 401;
        QTest::newRow("wrong key") << post(chat, json + "Authorization: Bearer wrong\r\n") << 401;
        QTest::newRow("no type") << post(chat, authorized) << 415;
        QTest::newRow("text") << post(chat, authorized + "Content-Type: text/plain\r\n") << 415;
        QTest::newRow("coding") << post(chat, authorized + json + "Content-Encoding: br\r\n")
                                << 415;
        QTest::newRow("100 MB") << head + "Content-Length: 104857600\r\n\r\n" << 413;
        QTest::newRow("100 MB, waiting")
                << head + "Expect: 100-continue\r\nContent-Length: 104857600\r\n\r\n"
                << 413;
        QTest::newRow("1 MB header") << head + "X: " + QByteArray(1 << 20, 'x') + "\r\n\r\n" << 431;
        QTest::newRow("long target") << get("/v1/models?" + QByteArray(20'000, 'x')) << 414;
        QTest::newRow("both lengths")
                << head + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                << 400;
        QTest::newRow("half request") << QByteArray("POST /v1/chat/comple") << 408;
        QTest::newRow("half body") << head + "Content-Length: 50\r\n\r\n{" << 408;
        QTest::newRow("malformed JSON") << post("{\"model\":") << 400;
        QTest::newRow("invalid UTF-8") << post("{\"model\":\"\xff\"}") << 400;
        QTest::newRow("nested arrays") << post(QByteArray(100'000, '[')) << 400;
        QTest::newRow("nested objects") << post(QByteArray("{\"a\":").repeated(100'000)) << 400;
        QTest::newRow("no messages") << post("{\"model\":\"m\"}") << 400;
        QTest::newRow("unknown route") << get("/v1/nothing") << 404;
        QTest::newRow("unknown model") << get("/v1/models/nothing") << 404;
        QTest::newRow("wrong method") << get("/v1/chat/completions") << 405;
        QTest::newRow("TLS") << QByteArray("\x16\x03\x01\x02\x01\x01") << 400;
    }

    void refuses()
    {
        QFETCH(QByteArray, request);
        QFETCH(int, status);
        Running running(settings({.headerTimeout = 100ms, .bodyTimeout = 100ms}));
        RawClient client(running.port());

        client.send(request);

        QTRY_COMPARE(client.status(), status);
        QTRY_VERIFY(client.body().endsWith("}}"));
        const auto body = core::json::parseObject(client.body());
        QVERIFY(body);
        const auto &error = body->at("error").as_object();
        QCOMPARE(error.size(), 4u);
        QVERIFY(!core::json::textAt(error, "message").isEmpty());
        QVERIFY(!core::json::textAt(error, "type").isEmpty());
        QVERIFY(error.contains("param"));
        QVERIFY(error.contains("code"));
        QVERIFY(!client.received.contains(key));
        QVERIFY(!client.received.contains("100 Continue"));
        QCOMPARE(running.backend.starts, 0);
        QCOMPARE(running.gateway.activeRequests(), 0);
    }

    void closesWhereABodyWouldFollow()
    {
        Running running;
        RawClient refused(running.port());
        RawClient kept(running.port());

        refused.send(post(chat, json));
        kept.send(get("/v1/models", {}) + get("/health"));

        QTRY_VERIFY(refused.isClosed());
        QCOMPARE(refused.received.count("HTTP/1.1 "), 1);
        QVERIFY(refused.received.contains("Connection: close\r\n"));
        QTRY_VERIFY(kept.received.endsWith("{\"status\":\"ok\"}"));
        QCOMPARE(kept.status(), 401);
        QVERIFY(kept.isConnected());
    }

    void streamsAChat()
    {
        Running running;
        QSignalSpy active(&running.gateway, &Gateway::activeRequestsChanged);
        RawClient client(running.port());

        client.send(post(streamedChat, authorized + json + "Origin: https://app.example\r\n"));
        QTRY_VERIFY(running.backend.lastStream);
        QCOMPARE(running.gateway.activeRequests(), 1);
        emit running.backend.lastStream->started({});
        QTRY_COMPARE(client.status(), 200);
        QTRY_VERIFY(client.body().contains("\"role\":\"assistant\""));
        running.backend.lastStream->say(u"Hi"_s);
        QTRY_VERIFY(client.body().contains("\"content\":\"Hi\""));
        running.backend.lastStream->succeed();

        QTRY_VERIFY(client.received.endsWith("0\r\n\r\n"));
        QVERIFY(client.body().contains("data: [DONE]\n\n"));
        QVERIFY(client.received.contains("Access-Control-Allow-Origin: https://app.example\r\n"));
        QTRY_COMPARE(running.gateway.activeRequests(), 0);
        QCOMPARE(active.count(), 2);
        QTRY_VERIFY(!running.backend.lastStream);
        client.received.clear();
        client.send(get("/health"));
        QTRY_COMPARE(client.status(), 200);
    }

    void aBrokenStreamClosesWithoutAnEnd()
    {
        Running running;
        RawClient client(running.port());

        client.send(post(streamedChat));
        QTRY_VERIFY(running.backend.lastStream);
        emit running.backend.lastStream->started({});
        running.backend.lastStream->fail({.code = core::ErrorCode::Network, .message = u"cut"_s});

        QTRY_VERIFY(client.isClosed());
        QVERIFY(client.body().contains("data: {\"error\":{\"message\":\"cut\""));
        QVERIFY(!client.body().contains("[DONE]"));
        QVERIFY(!client.body().endsWith("0\r\n\r\n"));
    }

    void aLeavingClientCancels_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("started");
        QTest::newRow("whole") << QByteArray(chat) << false;
        QTest::newRow("before the head") << QByteArray(streamedChat) << false;
        QTest::newRow("mid-stream") << QByteArray(streamedChat) << true;
    }

    void aLeavingClientCancels()
    {
        QFETCH(QByteArray, body);
        QFETCH(bool, started);
        Running running;
        RawClient client(running.port());
        client.send(post(body));
        QTRY_VERIFY(running.backend.lastStream);
        if (started) {
            emit running.backend.lastStream->started({});
            QTRY_VERIFY(client.body().contains("role"));
        }

        QElapsedTimer timer;
        timer.start();
        client.socket.disconnectFromHost();

        QTRY_VERIFY(!running.backend.lastStream);
        QVERIFY(timer.elapsed() < 50);
    }

    void destroyingItCancelsEverything()
    {
        auto running = std::make_unique<Running>();
        RawClient client(running->port());
        client.send(post(streamedChat));
        QTRY_VERIFY(running->backend.lastStream);
        const QPointer stream = running->backend.lastStream;

        running.reset();

        QVERIFY(!stream);
        QTRY_VERIFY(client.isClosed());
    }

    void listensOnBothFamiliesWithOnePort()
    {
        Settings given = settings();
        given.listen.append({.address = QHostAddress(QHostAddress::LocalHostIPv6),
                             .port = 0,
                             .optional = true});
        given.routePrefix = "/api/v1/";
        Running running(std::move(given));

        QCOMPARE(running.urls.first().toString(),
                 u"http://127.0.0.1:%1/api/v1"_s.arg(running.port()));
        if (!running.gateway.warnings().isEmpty())
            QSKIP("no IPv6 here");
        QCOMPARE(running.urls.size(), 2);
        QCOMPARE(running.urls[1].toString(), u"http://[::1]:%1/api/v1"_s.arg(running.port()));
        RawClient six(running.port(), QHostAddress::LocalHostIPv6);
        six.send("GET /api/v1/models HTTP/1.1\r\nHost: [::1]:" +
                 QByteArray::number(running.port()) + "\r\n" + authorized + "\r\n");
        QTRY_COMPARE(six.status(), 200);
    }

    void aMissingAddressIsAWarningOnlyWhereOptional()
    {
        const QHostAddress foreign(u"192.0.2.1"_s); // kept for documentation, on no machine
        tests::FakeChatBackend backend;
        tests::FakeModelCatalog catalog;
        Settings optional = settings();
        optional.listen.append({.address = foreign, .port = 0, .optional = true});
        Settings needed = settings();
        needed.listen.append({.address = foreign, .port = 0});
        Settings nothing = settings();
        nothing.listen = {{.address = foreign, .port = 0, .optional = true}};

        Gateway one(backend, catalog, std::move(optional));
        Gateway two(backend, catalog, std::move(needed));
        Gateway three(backend, catalog, std::move(nothing));

        QVERIFY(one.listen());
        QCOMPARE(one.warnings().size(), 1);
        QCOMPARE(two.listen().error().reason, u"address_unavailable"_s);
        QCOMPARE(three.listen().error().reason, u"address_unavailable"_s);
    }

    void saysWhoHoldsThePort()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost, 0));
        tests::FakeChatBackend backend;
        tests::FakeModelCatalog catalog;
        Settings given = settings();
        given.listen = {
                {.address = QHostAddress(QHostAddress::LocalHost), .port = 0},
                {.address = QHostAddress(QHostAddress::LocalHost), .port = other.serverPort()}};
        Gateway gateway(backend, catalog, std::move(given));

        const auto listening = gateway.listen();

        QVERIFY(!listening);
        QCOMPARE(listening.error().reason, u"address_in_use"_s);
        const QString message = listening.error().message;
        QVERIFY(message.contains(u"127.0.0.1:%1"_s.arg(other.serverPort())));
#ifdef Q_OS_LINUX
        QVERIFY2(message.contains(u"process %1"_s.arg(QCoreApplication::applicationPid())),
                 qPrintable(message));
#endif
        other.close();
        QVERIFY(gateway.listen());
    }

    void listensOnAUnixSocketAlone()
    {
        const QTemporaryDir folder;
        Settings given = settings();
        given.listen.clear();
        given.socketPath = folder.filePath(u"gatehouse.sock"_s);
        tests::FakeChatBackend backend;
        tests::FakeModelCatalog catalog;
        Gateway gateway(backend, catalog, std::move(given));
        QVERIFY(gateway.listen());

        QLocalSocket client;
        QByteArray received;
        connect(&client, &QLocalSocket::readyRead, this, [&] { received += client.readAll(); });
        client.connectToServer(folder.filePath(u"gatehouse.sock"_s));
        client.write(get("/v1/models"));

        QTRY_VERIFY(received.startsWith("HTTP/1.1 200"));
    }
};

QTEST_GUILESS_MAIN(TestGateway)
#include "tst_gateway.moc"
