// SPDX-License-Identifier: MIT
#include "gateway/gateway.h"
#include "tests/gateway/rawclient.h"
#include "tests/support/fakechatbackend.h"

#include <QTest>

using namespace Qt::StringLiterals;
using gateway::Gateway;
using tests::RawClient;

namespace {

constexpr auto question = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

//! A request as a browser sends it for a page, with PATH and PORT still to be filled in.
QByteArray asked(const QByteArray &method, const QByteArray &host, const QByteArray &fields,
                 const QByteArray &body = {})
{
    QByteArray text = method + " PATH HTTP/1.1\r\nHost: " + host + "\r\n" + fields;
    if (!body.isEmpty())
        text += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    return text + "\r\n" + body;
}

//! A gateway with both its doors open.
struct Running {
    Running()
    {
        gateway::Settings settings;
        settings.listen = {{.address = QHostAddress(QHostAddress::LocalHost), .port = 0}};
        settings.openListen = settings.listen;
        settings.corsOrigins = {u"https://app.example"_s};
        settings.keys.emplace_back("good-key");
        catalog.known = {{.id = u"m"_s}};
        gateway = std::make_unique<Gateway>(backend, catalog, std::move(settings));
        const auto listening = gateway->listen();
        if (!listening)
            qFatal("%ls", qUtf16Printable(listening.error().message));
        port = quint16(listening->first().port());
        openPort = quint16(gateway->openUrls().first().port());
    }

    tests::FakeChatBackend backend;
    tests::FakeModelCatalog catalog;
    std::unique_ptr<Gateway> gateway;
    quint16 port = 0;
    quint16 openPort = 0;
};

} // namespace

//! What a web page of somebody else can make a browser send to this computer, at the door with a
//! key and at the one without: 403 before anybody is asked, and nothing that lets the page read.
class TestAttackerPage : public QObject
{
    Q_OBJECT

private slots:
    void getsNothing_data()
    {
        QTest::addColumn<QByteArray>("request");

        const QByteArray ours = "localhost:PORT";
        const QByteArray evil = "Origin: https://evil.example\r\n";
        const QByteArray json = "Content-Type: application/json\r\n";
        const QByteArray plain = "Content-Type: text/plain;charset=UTF-8\r\n";
        const QByteArray key = "Authorization: Bearer good-key\r\n";
        const QByteArray preflight =
                "Access-Control-Request-Method: POST\r\n"
                "Access-Control-Request-Headers: authorization,content-type\r\n";

        // After rebinding its own name is our address: to the browser it is the same origin.
        QTest::newRow("DNS rebinding, GET") << asked("GET", "evil.example:PORT", key);
        QTest::newRow("DNS rebinding, POST")
                << asked("POST", "evil.example:PORT",
                         "Origin: http://evil.example:PORT\r\n" + key + json, question);
        QTest::newRow("DNS rebinding, POST without Origin")
                << asked("POST", "evil.example:PORT", key + json, question);
        for (const char *name : {"0.0.0.0", "10.0.0.1", "printer.local", "corp.internal",
                                 "localhost.evil.example", "127.0.0.1.nip.io"}) {
            QTest::newRow(qPrintable(u"DNS rebinding as %1"_s.arg(QLatin1StringView(name))))
                    << asked("POST", QByteArray(name) + ":PORT", key + json, question);
        }

        // No preflight comes before these.
        QTest::newRow("simple POST") << asked("POST", ours, evil + plain, question);
        QTest::newRow("beacon") << asked("POST", ours, evil + "Sec-Fetch-Mode: no-cors\r\n" + plain,
                                         question);
        QTest::newRow("form") << asked("POST", ours,
                                       evil + "Content-Type: application/x-www-form-urlencoded\r\n",
                                       "{\"model\":\"m\",\"x\":\"=\"}");
        QTest::newRow("form with parts")
                << asked("POST", ours, evil + "Content-Type: multipart/form-data; boundary=x\r\n",
                         "--x\r\n\r\n{}\r\n--x--\r\n");
        QTest::newRow("simple POST without a type") << asked("POST", ours, evil, question);
        QTest::newRow("sandboxed frame")
                << asked("POST", ours, "Origin: null\r\n" + plain, question);
        QTest::newRow("EventSource") << asked(
                "GET", ours, evil + "Accept: text/event-stream\r\nCache-Control: no-cache\r\n");
        QTest::newRow("WebSocket")
                << asked("GET", ours,
                         evil + "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                                "Sec-WebSocket-Version: 13\r\n"
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");

        // And before these one does.
        QTest::newRow("preflight") << asked("OPTIONS", ours, evil + preflight);
        QTest::newRow("preflight for a private network")
                << asked("OPTIONS", ours,
                         evil + preflight + "Access-Control-Request-Private-Network: true\r\n");
        QTest::newRow("JSON with a key") << asked("POST", ours, evil + key + json, question);
        QTest::newRow("a program's page on another port")
                << asked("POST", ours, "Origin: http://localhost:3000\r\n" + key + json, question);
        QTest::newRow("a name that begins like ours")
                << asked("POST", ours,
                         "Origin: http://localhost:PORT.evil.example\r\n" + key + json, question);
        QTest::newRow("a listed origin and another") << asked(
                "POST", ours, "Origin: https://app.example\r\n" + evil + key + json, question);
        QTest::newRow("two origins in one field") << asked(
                "POST", ours, "Origin: https://app.example https://evil.example\r\n" + key + json,
                question);
    }

    void getsNothing()
    {
        QFETCH(QByteArray, request);
        Running running;
        const auto attacked = [&request](const QByteArray &path, quint16 port) {
            return QByteArray(request)
                    .replace("PATH", path)
                    .replace("PORT", QByteArray::number(port));
        };
        RawClient main(running.port);
        RawClient side(running.openPort);

        main.send(attacked("/v1/chat/completions", running.port));
        side.send(attacked("/api/chat", running.openPort));

        for (const RawClient *client : {&main, &side}) {
            QTRY_COMPARE(client->status(), 403);
            QVERIFY(!client->received.toLower().contains("access-control-allow"));
            QCOMPARE(client->received.count("HTTP/1.1 "), 1);
        }
        QCOMPARE(running.backend.starts, 0);
        QCOMPARE(running.gateway->activeRequests(), 0);
    }

    //! Old browsers, and pages that hide where they come from, leave Origin out.
    void withoutAnOriginItIsTheTypeThatStopsThem()
    {
        Running running;
        RawClient side(running.openPort);

        side.send(asked("POST", "localhost", "Content-Type: text/plain\r\n", question)
                          .replace("PATH", "/api/chat"));

        QTRY_COMPARE(side.status(), 415);
        QCOMPARE(running.backend.starts, 0);
    }

    //! The rules stop nobody who is let in: otherwise the rows above would prove nothing.
    void whoIsListedIsServed()
    {
        Running running;
        RawClient main(running.port);
        RawClient side(running.openPort);
        const QByteArray fields =
                "Origin: https://app.example\r\nAuthorization: Bearer good-key\r\n"
                "Content-Type: application/json\r\n";

        main.send(asked("POST", "localhost", fields, question)
                          .replace("PATH", "/v1/chat/completions"));
        QTRY_COMPARE(running.backend.starts, 1);
        side.send(asked("POST", "localhost", fields, question).replace("PATH", "/api/chat"));
        QTRY_COMPARE(running.backend.starts, 2);
    }
};

QTEST_GUILESS_MAIN(TestAttackerPage)
#include "tst_attackerpage.moc"
