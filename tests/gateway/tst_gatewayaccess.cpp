// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "gateway/gateway.h"
#include "tests/gateway/rawclient.h"
#include "tests/support/fakechatbackend.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using gateway::Gateway;
using gateway::Settings;
using tests::RawClient;

namespace {

constexpr auto openKey = "the-key-without-bounds";
constexpr auto tightKey = "the-key-with-bounds";
constexpr auto chat = "{\"model\":\"xai.grok-4\",\"stream\":true,"
                      "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

core::ClientKey keyOf(const QString &id, const char *secret)
{
    return {.id = id, .name = id, .hash = core::hashOfKey(secret)};
}

Settings settings()
{
    Settings all;
    all.listen = {{.address = QHostAddress(QHostAddress::LocalHost), .port = 0}};
    all.clientKeys = {keyOf(u"free"_s, openKey), keyOf(u"bound"_s, tightKey)};
    return all;
}

QByteArray get(const QByteArray &target, const QByteArray &key, const QByteArray &more = {})
{
    const QByteArray presented = key.isEmpty() ? QByteArray() : "x-api-key: " + key + "\r\n";
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + presented + more + "\r\n";
}

QByteArray post(const QByteArray &target, const QByteArray &body, const QByteArray &key,
                const QByteArray &more = {})
{
    return "POST " + target + " HTTP/1.1\r\nHost: localhost\r\nx-api-key: " + key +
           "\r\nContent-Type: application/json\r\n" + more +
           "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

//! A gateway that listens, over fakes.
struct Running {
    explicit Running(Settings given = settings()) : gateway(backend, catalog, std::move(given))
    {
        catalog.known = {{.id = u"meta.llama-3"_s}, {.id = u"xai.grok-4"_s}};
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

class TestGatewayAccess : public QObject
{
    Q_OBJECT

private slots:
    void otherKeysCountAtOnceAndConnectionsStand()
    {
        Running running;
        RawClient client(running.port());
        client.send(get("/v1/models", openKey));
        QTRY_COMPARE(client.status(), 200);

        core::ClientKey revoked = keyOf(u"free"_s, openKey);
        revoked.revoked = QDateTime::currentDateTimeUtc();
        running.gateway.setKeys({revoked, keyOf(u"new"_s, "the-new-key")});
        client.received.clear();
        client.send(get("/v1/models", openKey));
        QTRY_COMPARE(client.status(), 401);
        QTRY_VERIFY(client.body().contains("invalid_api_key"));
        client.received.clear();
        client.send(get("/v1/models", "the-new-key"));

        QTRY_COMPARE(client.status(), 200);
        QVERIFY(client.isConnected());
    }

    void requestsPerMinuteAreJudgedBeforeTheBodyIsRead()
    {
        Settings given = settings();
        given.clientKeys[1].requestsPerMinute = 1;
        Running running(std::move(given));
        RawClient first(running.port());
        first.send(get("/v1/models", tightKey));
        QTRY_COMPARE(first.status(), 200);
        QVERIFY(first.received.contains("x-ratelimit-limit-requests: 1\r\n"));
        QVERIFY(first.received.contains("x-ratelimit-remaining-requests: 0\r\n"));
        RawClient client(running.port());

        client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nx-api-key: " +
                    QByteArray(tightKey) +
                    "\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n"
                    "Content-Length: 1000\r\n\r\n");

        QTRY_COMPARE(client.status(), 429);
        QVERIFY(!client.received.contains("100 Continue"));
        QVERIFY(client.received.contains("Retry-After: "));
        QVERIFY(client.received.contains("retry-after-ms: "));
        QTRY_VERIFY(client.body().contains("rate_limit_exceeded"));
        QCOMPARE(running.backend.starts, 0);
        RawClient other(running.port());
        other.send(get("/v1/models", openKey));
        QTRY_COMPARE(other.status(), 200);
        QVERIFY(!other.received.contains("x-ratelimit"));
    }

    void tokensOfTheDayAreCounted()
    {
        Settings given = settings();
        given.clientKeys[1].tokensPerDay = 100;
        Running running(std::move(given));
        RawClient client(running.port());
        client.send(get("/v1/models", tightKey));
        QTRY_COMPARE(client.status(), 200);

        QSignalSpy spent(&running.gateway, &Gateway::tokensSpent);
        running.gateway.addSpent("bound", 60); // before this run
        RawClient asking(running.port());
        asking.send(post("/v1/chat/completions", chat, tightKey));
        QTRY_VERIFY(running.backend.lastStream);
        running.backend.lastStream->succeed(
                {.usage = core::Usage{.promptTokens = 10, .completionTokens = 30}});
        QTRY_COMPARE(spent.count(), 1);
        QCOMPARE(spent[0][1].toLongLong(), 40);
        client.received.clear();
        client.send(get("/v1/models", tightKey));

        QTRY_COMPARE(client.status(), 429);
        QTRY_VERIFY(client.body().contains("insufficient_quota"));
        QVERIFY(client.received.contains("x-should-retry: false\r\n"));
    }

    void aKeySeesAndUsesItsModelsOnly()
    {
        Settings given = settings();
        given.clientKeys[1].models = {u"meta.*"_s};
        Running running(std::move(given));
        RawClient list(running.port());
        RawClient single(running.port());
        RawClient ask(running.port());
        RawClient respond(running.port());
        RawClient background(running.port());
        RawClient all(running.port());

        respond.send(
                post("/v1/responses", "{\"model\":\"xai.grok-4\",\"input\":\"hi\"}", tightKey));
        background.send(post("/v1/responses",
                             "{\"model\":\"xai.grok-4\",\"input\":\"hi\",\"background\":true}",
                             tightKey));
        QTRY_COMPARE(respond.status(), 403);
        QTRY_COMPARE(background.status(), 403);
        list.send(get("/v1/models", tightKey));
        single.send(get("/v1/models/xai.grok-4", tightKey));
        ask.send(post("/v1/chat/completions", chat, tightKey));
        all.send(get("/v1/models", openKey));

        QTRY_COMPARE(list.status(), 200);
        QTRY_VERIFY(list.body().contains("meta.llama-3"));
        QVERIFY(!list.body().contains("xai.grok-4"));
        QTRY_COMPARE(single.status(), 403);
        QTRY_COMPARE(ask.status(), 403);
        QTRY_VERIFY(ask.body().contains("model_not_allowed"));
        QCOMPARE(running.backend.starts, 0);
        QTRY_VERIFY(all.body().contains("xai.grok-4"));
    }

    void tellsWhichKeyWasUsed()
    {
        Running running;
        QSignalSpy used(&running.gateway, &Gateway::keyUsed);
        RawClient client(running.port());

        client.send(get("/v1/models", tightKey) + get("/v1/models", tightKey) +
                    get("/v1/models", openKey));

        QTRY_COMPARE(used.count(), 2);
        QCOMPARE(used[0][0].toByteArray(), "bound");
        QCOMPARE(used[1][0].toByteArray(), "free");
    }

    void attacksAreRefusedBeforeAnyUpstreamCall_data()
    {
        QTest::addColumn<QByteArray>("request");
        const QByteArray evil = "Origin: https://evil.example\r\n";
        const auto rebound = [](QByteArray request) {
            return request.replace("Host: localhost", "Host: evil.example");
        };
        const QByteArray simple = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n"
                                  "Content-Type: text/plain\r\n";
        const QByteArray body = "Content-Length: 2\r\n\r\n{}";
        QTest::newRow("DNS rebinding") << rebound(post("/v1/chat/completions", chat, openKey));
        QTest::newRow("DNS rebinding, list") << rebound(get("/v1/models", openKey));
        QTest::newRow("simple cross-site POST") << simple + evil + body;
        QTest::newRow("POST of a sandboxed frame") << simple + "Origin: null\r\n" + body;
        QTest::newRow("preflight")
                << "OPTIONS /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n" + evil +
                           "Access-Control-Request-Method: POST\r\n"
                           "Access-Control-Request-Headers: authorization\r\n\r\n";
        QTest::newRow("EventSource")
                << get("/v1/models", {}, evil + "Accept: text/event-stream\r\n");
        QTest::newRow("WebSocket") << get("/v1/chat/completions", {},
                                          evil + "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                                                 "Sec-WebSocket-Version: 13\r\n"
                                                 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        QTest::newRow("with a good key") << post("/v1/chat/completions", chat, openKey, evil);
    }

    void attacksAreRefusedBeforeAnyUpstreamCall()
    {
        QFETCH(QByteArray, request);
        Running running;
        RawClient client(running.port());

        client.send(request);

        QTRY_COMPARE(client.status(), 403);
        QCOMPARE(running.backend.starts, 0);
        QVERIFY(!client.received.contains("Access-Control-Allow"));
        QVERIFY(!client.received.contains("101 Switching"));
    }

    void nothingInARequestChoosesWhereItGoes()
    {
        // Absolute targets of another host are refused; a host in the body is a model's name.
        Running running;
        RawClient proxied(running.port());
        RawClient connecting(running.port());

        proxied.send(get("http://evil.example/v1/models", openKey));
        connecting.send("CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n");

        QTRY_COMPARE(proxied.status(), 403);
        QTRY_VERIFY(connecting.status() >= 400);
    }

    void theServersOwnRefusalsSpeakTheDialectOfThePath_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("shape"); // how the body begins

        const QByteArray tail =
                " HTTP/1.1\r\nHost: localhost\r\nx-api-key: " + QByteArray(openKey) +
                "\r\nContent-Type: application/json\r\n";
        const QByteArray large = "Content-Length: 104857600\r\n\r\n";
        const QByteArray broken = "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n";
        const QByteArray endless = "X: " + QByteArray(1 << 20, 'x') + "\r\n\r\n";
        for (const auto &[name, path, shape] :
             {std::tuple("Anthropic", "/v1/messages", "{\"type\":\"error\",\"error\":{\"type\":"),
              std::tuple("Anthropic, below", "/v1/messages/count_tokens",
                         "{\"type\":\"error\",\"error\":{\"type\":"),
              std::tuple("Ollama", "/api/chat", "{\"error\":\""),
              std::tuple("Ollama, unknown", "/api/nothing", "{\"error\":\""),
              std::tuple("OpenAI", "/v1/chat/completions", "{\"error\":{\"message\":")}) {
            const QByteArray head = QByteArray("POST ") + path + tail;
            const auto row = [&](const char *what, const QByteArray &request, int status) {
                QTest::addRow("%s, %s", name, what) << request << status << QByteArray(shape);
            };
            if (!QByteArrayView(path).endsWith("nothing")) { // nothing is a 404 before
                row("413", head + large, 413);
                row("half a body", head + "Content-Length: 9\r\n\r\n{", 408);
                row("415", head + "Content-Encoding: br\r\nContent-Length: 9\r\n\r\n", 415);
            }
            row("431", head + endless, 431);
            row("400", head + broken, 400);
            row("417", head + "Expect: more\r\nContent-Length: 9\r\n\r\n", 417);
            row("half a head", head + "Hal", 408);
            row("414",
                QByteArray("POST ") + path + '?' + QByteArray(1 << 20, 'x') + " HTTP/1.1\r\n\r\n",
                414);
            row("505", QByteArray("POST ") + path + " HTTP/2.0\r\n\r\n", 505);
        }
        QTest::newRow("Anthropic, by a header")
                << "GET /v1/models" + tail + "anthropic-version: 2023-06-01\r\n" + endless << 431
                << QByteArray("{\"type\":\"error\"");
        QTest::newRow("nothing known")
                << QByteArray("POST /v1/mess") << 408 << QByteArray("{\"error\":{\"message\":");
    }

    void theServersOwnRefusalsSpeakTheDialectOfThePath()
    {
        QFETCH(QByteArray, request);
        QFETCH(int, status);
        QFETCH(QByteArray, shape);
        Settings given = settings();
        given.limits.headerTimeout = given.limits.bodyTimeout = std::chrono::milliseconds(100);
        Running running(std::move(given));
        RawClient client(running.port());
        client.send(request);

        QTRY_COMPARE(client.status(), status);
        QTRY_VERIFY(client.body().endsWith("}"));
        QVERIFY2(client.body().startsWith(shape), client.body().constData());
        QVERIFY(core::json::parseObject(client.body()));
        QCOMPARE(shape.startsWith("{\"type"), client.received.contains("\r\nrequest-id: req_"));
        QVERIFY(client.received.contains("\r\nx-request-id: "));
        QCOMPARE(running.backend.starts, 0);
    }

    void aRefusedBodyIsRecordedWithItsRoute()
    {
        Running running;
        QList<gateway::observe::RequestRecord> records;
        connect(&running.gateway, &Gateway::requestClosed, this,
                [&](const auto &record) { records.append(record); });
        RawClient client(running.port());
        client.send("POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nx-api-key: " +
                    QByteArray(openKey) +
                    "\r\nContent-Type: application/json\r\nContent-Length: 104857600\r\n\r\n");

        QTRY_COMPARE(records.size(), 1);
        QCOMPARE(records[0].route, "/messages");
        QCOMPARE(records[0].method, "POST");
        QCOMPARE(records[0].status, 413);
        QCOMPARE(records[0].model, QString());
    }

    void clientsWithoutAKeyHaveADoorOfTheirOwn()
    {
        Settings given = settings();
        given.openListen = {{.address = QHostAddress(QHostAddress::LocalHost), .port = 0}};
        Running running(std::move(given));
        QCOMPARE(running.gateway.openUrls().size(), 1);
        const quint16 open = quint16(running.gateway.openUrls().first().port());
        RawClient root(open);
        RawClient models(open);
        RawClient foreign(open);

        root.send(get("/", {}));
        models.send(get("/v1/models", {}));
        foreign.send(get("/", {}, "Origin: https://evil.example\r\n"));

        QTRY_COMPARE(root.status(), 200);
        QTRY_COMPARE(models.status(), 404);
        QTRY_COMPARE(foreign.status(), 403);
        QVERIFY(open != running.port());
    }

    void thatDoorIsForThisComputerOnly()
    {
        Settings given = settings();
        given.openListen = {{.address = QHostAddress(QHostAddress::AnyIPv4), .port = 0}};
        tests::FakeChatBackend backend;
        tests::FakeModelCatalog catalog;
        Gateway gateway(backend, catalog, std::move(given));

        const auto listening = gateway.listen();

        QVERIFY(!listening);
        QVERIFY(listening.error().message.contains(u"not a loopback"_s));
    }

    void otherSettingsCountAtOnce()
    {
        Running running;
        RawClient kept(running.port());
        kept.send(get("/v1/models", openKey));
        QTRY_COMPARE(kept.status(), 200);
        Settings next = settings();
        next.listen.append({.address = QHostAddress(u"127.0.0.2"_s), .port = 0});
        next.allowedHosts = {u"gate.example"_s};
        next.corsOrigins = {u"https://app.example"_s};
        next.limits.body = 10;

        const auto applied = running.gateway.apply(std::move(next));

        QVERIFY2(applied, applied ? "" : qPrintable(applied.error().message));
        QCOMPARE(applied->size(), 2);
        QCOMPARE(applied->first().port(), running.port()); // stays
        RawClient added(quint16(applied->at(1).port()), QHostAddress(u"127.0.0.2"_s));
        added.send(get("/v1/models", openKey));
        QTRY_COMPARE(added.status(), 200);
        kept.received.clear();
        kept.send(get("/v1/models", openKey, "Origin: https://app.example\r\n")
                          .replace("Host: localhost", "Host: gate.example"));
        QTRY_COMPARE(kept.status(), 200);
        RawClient large(running.port());
        large.send(post("/v1/chat/completions", chat, openKey));
        QTRY_COMPARE(large.status(), 413);
    }

    void anAddressThatCannotBeTakenLeavesEverythingAsItWas()
    {
        Running running;
        Settings next = settings();
        next.listen = {{.address = QHostAddress(u"127.0.0.2"_s), .port = 0},
                       {.address = QHostAddress(u"192.0.2.1"_s), .port = 0}};
        next.clientKeys.clear();

        const auto applied = running.gateway.apply(std::move(next));

        QCOMPARE(applied.error().reason, u"address_unavailable"_s);
        RawClient client(running.port());
        client.send(get("/v1/models", openKey));
        QTRY_COMPARE(client.status(), 200);
    }

    void oneAddressTakesThePlaceOfAnotherWithItsPort()
    {
        Running running;
        const quint16 port = running.port();
        Settings fixed = settings();
        fixed.listen = {{.address = QHostAddress(QHostAddress::LocalHost), .port = port}};
        QVERIFY(running.gateway.apply(std::move(fixed)));
        Settings any = settings();
        any.listen = {{.address = QHostAddress(QHostAddress::AnyIPv4), .port = port}};

        const auto applied = running.gateway.apply(std::move(any));

        QVERIFY2(applied, applied ? "" : qPrintable(applied.error().message));
        RawClient other(port, QHostAddress(u"127.0.0.3"_s));
        other.send(get("/v1/models", openKey));
        QTRY_COMPARE(other.status(), 200);
    }

    void drainingFinishesWhatIsUnderWay()
    {
        Running running;
        QSignalSpy drained(&running.gateway, &Gateway::drained);
        RawClient idle(running.port());
        RawClient half(running.port());
        RawClient streaming(running.port());
        idle.send(get("/v1/models", openKey));
        QTRY_COMPARE(idle.status(), 200);
        half.send("GET /v1/models HTTP/1.1\r\n");
        streaming.send(post("/v1/chat/completions", chat, openKey));
        QTRY_VERIFY(running.backend.lastStream);
        emit running.backend.lastStream->started({});
        QTRY_COMPARE(streaming.status(), 200);

        running.gateway.drain();
        QTRY_VERIFY(idle.isClosed());
        half.send("Host: localhost\r\n\r\n");
        QTRY_COMPARE(half.status(), 503);
        QVERIFY(half.received.contains("Connection: close\r\n"));
        streaming.send(get("/v1/models", openKey)); // waits for its turn
        RawClient late(running.port());
        QTRY_VERIFY(late.socket.error() == QAbstractSocket::ConnectionRefusedError);
        QCOMPARE(drained.count(), 0);
        running.backend.lastStream->say(u"Hi"_s);
        running.backend.lastStream->succeed();

        QTRY_VERIFY(drained.count() >= 1);
        QTRY_VERIFY(streaming.isClosed());
        QVERIFY(streaming.received.contains("data: [DONE]"));
        QVERIFY(streaming.received.contains("HTTP/1.1 503"));
    }

    void anIdleGatewayIsDrainedAtOnce()
    {
        Running running;
        QSignalSpy drained(&running.gateway, &Gateway::drained);

        running.gateway.drain();

        QCOMPARE(drained.count(), 1);
    }
};

QTEST_GUILESS_MAIN(TestGatewayAccess)
#include "tst_gatewayaccess.moc"
