// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "gateway/gateway.h"
#include "tests/gateway/rawclient.h"
#include "tests/support/fakechatbackend.h"

#include <QTest>

#include <zlib.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using gateway::Gateway;
using gateway::Settings;
using tests::RawClient;

namespace {

const QByteArray key = "Authorization: Bearer test-key\r\n";
const QByteArray json = "Content-Type: application/json\r\n";
const QByteArray coding = "Accept-Encoding: gzip, deflate, br, zstd\r\n";

QByteArray question(bool stream)
{
    return QByteArray("{\"model\":\"m\",\"prompt\":\"hi\",\"max_tokens\":9,"
                      "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":") +
           (stream ? "true}" : "false}");
}

QByteArray head(const QByteArray &method, const QByteArray &target, const QByteArray &fields)
{
    return method + ' ' + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}

QByteArray post(const QByteArray &target, const QByteArray &body, const QByteArray &fields)
{
    return head("POST", target,
                fields + "Content-Length: " + QByteArray::number(body.size()) + "\r\n") +
           body;
}

QByteArray gzip(const QByteArray &text)
{
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
    QByteArray out(qsizetype(deflateBound(&stream, uLong(text.size()))) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(text.data()));
    stream.avail_in = uInt(text.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = uInt(out.size());
    deflate(&stream, Z_FINISH);
    out.truncate(qsizetype(stream.total_out));
    deflateEnd(&stream);
    return out;
}

QByteArray inChunks(const QByteArray &body, qsizetype size)
{
    QByteArray out;
    for (qsizetype at = 0; at < body.size(); at += size) {
        const QByteArray piece = body.mid(at, size);
        out += QByteArray::number(piece.size(), 16) + "\r\n" + piece + "\r\n";
    }
    return out + "0\r\n\r\n";
}

//! A gateway that listens, over fakes.
struct Running {
    explicit Running(const gateway::Limits &limits = {}) : gateway(backend, catalog, made(limits))
    {
        catalog.known = {{.id = u"m"_s}};
        const auto listening = gateway.listen();
        if (!listening)
            qFatal("%ls", qUtf16Printable(listening.error().message));
        port = quint16(listening->first().port());
    }
    static Settings made(const gateway::Limits &limits)
    {
        Settings all;
        all.listen = {{.address = QHostAddress(QHostAddress::LocalHost), .port = 0}};
        all.keys.emplace_back("test-key");
        all.limits = limits;
        return all;
    }

    tests::FakeChatBackend backend;
    tests::FakeModelCatalog catalog;
    Gateway gateway;
    quint16 port = 0;
};

QByteArray valueOf(const QByteArray &received, const QByteArray &name)
{
    const QByteArray mark = "\r\n" + name.toLower() + ": ";
    const QByteArray first = received.first(qMax(0, received.indexOf("\r\n\r\n")));
    const qsizetype at = first.toLower().indexOf(mark);
    return at < 0 ? QByteArray() : first.sliced(at + mark.size()).split('\r').constFirst();
}

} // namespace

//! Rules of the wire, from a client's socket through the whole gateway.
class TestWireRules : public QObject
{
    Q_OBJECT

private slots:
    void aBodyThatWaitsIsRefusedWithTheFinalStatus_data()
    {
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<int>("status");
        const QByteArray chat = "/v1/chat/completions";
        const QByteArray waits = "Expect: 100-continue\r\nContent-Length: 2000000\r\n";
        QTest::newRow("key") << head("POST", chat, json + waits) << 401;
        QTest::newRow("size")
                << head("POST", chat,
                        key + json + "Expect: 100-continue\r\nContent-Length: 99999999\r\n")
                << 413;
        QTest::newRow("route") << head("POST", "/v1/nothing", key + json + waits) << 404;
        QTest::newRow("method") << head("POST", "/v1/models", key + json + waits) << 405;
        QTest::newRow("type") << head("POST", chat, key + "Content-Type: text/plain\r\n" + waits)
                              << 415;
        QTest::newRow("coding") << head("POST", chat,
                                        key + json + "Content-Encoding: br\r\n" + waits)
                                << 415;
        QTest::newRow("host")
                << head("POST", chat, key + json + waits).replace("Host: localhost", "Host: evil")
                << 403;
        QTest::newRow("origin") << head("POST", chat,
                                        key + json + "Origin: https://evil.example\r\n" + waits)
                                << 403;
    }

    void aBodyThatWaitsIsRefusedWithTheFinalStatus()
    {
        QFETCH(QByteArray, first);
        QFETCH(int, status);
        Running running;
        RawClient client(running.port);

        client.send(first);

        QTRY_VERIFY(client.isClosed());
        QCOMPARE(client.status(), status);
        QVERIFY(!client.received.contains("100 Continue"));
        QCOMPARE(client.received.count("HTTP/1.1 "), 1);
        QCOMPARE(running.backend.starts, 0);
    }

    void aGoodBodyThatWaitsIsAskedForOnce()
    {
        Running running;
        RawClient client(running.port);
        const QByteArray body = question(false);
        const QByteArray whole =
                post("/v1/chat/completions", body, key + json + "Expect: 100-continue\r\n");

        client.send(whole.chopped(body.size()));
        QTRY_COMPARE(client.received, "HTTP/1.1 100 Continue\r\n\r\n");
        client.send(body.first(5));
        client.send(body.sliced(5));

        QTRY_COMPARE(running.backend.starts, 1);
        QCOMPARE(client.received.count("100 Continue"), 1);
    }

    void bodiesComeInEachFraming_data()
    {
        QTest::addColumn<QByteArray>("request");
        const QByteArray chat = "/v1/chat/completions";
        const QByteArray body = question(false);
        const QByteArray chunked = key + json + "Transfer-Encoding: chunked\r\n";
        const QByteArray zipped = "Content-Encoding: gzip\r\n";
        QTest::newRow("length") << post(chat, body, key + json);
        QTest::newRow("chunked") << head("POST", chat, chunked) + inChunks(body, 7);
        QTest::newRow("gzip") << post(chat, gzip(body), key + json + zipped);
        QTest::newRow("gzip in chunks")
                << head("POST", chat, chunked + zipped) + inChunks(gzip(body), 7);
        QTest::newRow("a charset")
                << post(chat, body, key + "Content-Type: application/json; charset=utf-8\r\n");
    }

    void bodiesComeInEachFraming()
    {
        QFETCH(QByteArray, request);
        Running running;
        RawClient client(running.port);

        client.send(request);

        QTRY_VERIFY(running.backend.lastStream);
        QCOMPARE(core::textOf(running.backend.lastRequest.messages.value(0)), u"hi"_s);
        running.backend.lastStream->succeed();
        QTRY_COMPARE(client.status(), 200);
    }

    void pathsOfAnyBaseReachTheChat_data()
    {
        QTest::addColumn<QByteArray>("target");
        for (const char *target :
             {"/v1/chat/completions", "/chat/completions", "/v1/chat/completions/",
              "//v1/chat/completions", "/v1//chat/completions", "/v1/v1/chat/completions"})
            QTest::newRow(target) << QByteArray(target);
    }

    void pathsOfAnyBaseReachTheChat()
    {
        QFETCH(QByteArray, target);
        Running running;
        RawClient client(running.port);

        client.send(post(target, question(false), key + json));

        QTRY_COMPARE(running.backend.starts, 1);
    }

    void aWrongPathIsNever200_data()
    {
        QTest::addColumn<QByteArray>("target");
        for (const char *target :
             {"/v1/chat/completion", "/v1/chat", "/v2/chat/completions", "/v1/Chat/Completions",
              "/openai/v1/chat/completions", "/v1/engines/m/completions", "/chat/completions/x",
              "/v1/chat/completions%2f", "/v1/../v1/chat/completions", "/v1/model", "/index.html",
              "/v1/models.json", "/.env", "*"})
            QTest::newRow(target) << QByteArray(target);
    }

    void aWrongPathIsNever200()
    {
        QFETCH(QByteArray, target);
        Running running;
        for (const char *method : {"GET", "HEAD", "POST"}) {
            RawClient client(running.port);

            client.send(post(target, question(false), key + json).replace("POST", method));

            QTRY_VERIFY(client.status() > 0);
            QVERIFY2(client.status() == 404 || client.status() == 400 || client.status() == 501,
                     client.received.constData());
            if (QByteArrayView(method) != "HEAD")
                QTRY_VERIFY(client.body().startsWith("{\"error\":{\"message\":"));
        }
        QCOMPARE(running.backend.starts, 0);
    }

    void headIsGetWithoutItsBody_data()
    {
        QTest::addColumn<QByteArray>("target");
        for (const char *target : {"/", "/health", "/v1/models", "/v1/models/m", "/v1/models/none",
                                   "/api/tags", "/api/version", "/v1/nothing"})
            QTest::newRow(target) << QByteArray(target);
    }

    void headIsGetWithoutItsBody()
    {
        QFETCH(QByteArray, target);
        Running running;
        RawClient whole(running.port);
        RawClient bare(running.port);

        whole.send(head("GET", target, key + "Connection: close\r\n"));
        bare.send(head("HEAD", target, key + "Connection: close\r\n"));

        QTRY_VERIFY(whole.isClosed() && bare.isClosed());
        QCOMPARE(bare.status(), whole.status());
        QCOMPARE(valueOf(bare.received, "Content-Length"), QByteArray::number(whole.body().size()));
        QCOMPARE(valueOf(bare.received, "Content-Type"), valueOf(whole.received, "Content-Type"));
        QVERIFY(whole.body().size() > 0);
        QCOMPARE(bare.body(), "");
    }

    void theRootIsAShortText()
    {
        Running running;
        RawClient client(running.port);

        client.send(head("GET", "/", {}));

        QTRY_COMPARE(client.status(), 200);
        QVERIFY(valueOf(client.received, "Content-Type").startsWith("text/plain"));
        QVERIFY(!client.body().isEmpty() && client.body().size() < 200);
    }

    void streamsBeginAtOnceAndAreNeverCompressed_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("type");
        const QByteArray events = "text/event-stream";
        QTest::newRow("chat") << QByteArray("/v1/chat/completions") << events;
        QTest::newRow("completion") << QByteArray("/v1/completions") << events;
        QTest::newRow("response") << QByteArray("/v1/responses") << events;
        QTest::newRow("message") << QByteArray("/v1/messages") << events;
        QTest::newRow("Ollama's chat")
                << QByteArray("/api/chat") << QByteArray("application/x-ndjson");
    }

    void streamsBeginAtOnceAndAreNeverCompressed()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, type);
        Running running;
        RawClient client(running.port);

        const QByteArray body = target.endsWith("responses")
                                        ? "{\"model\":\"m\",\"input\":\"hi\",\"stream\":true}"
                                        : question(true);
        client.send(post(target, body, key + json + coding));
        QTRY_VERIFY(running.backend.lastStream);
        emit running.backend.lastStream->started({}); // and not a word yet

        QTRY_COMPARE(client.status(), 200);
        QVERIFY(client.received.contains("\r\n\r\n"));
        QVERIFY(valueOf(client.received, "Content-Type").startsWith(type));
        QCOMPARE(valueOf(client.received, "Cache-Control"), "no-cache");
        QCOMPARE(valueOf(client.received, "X-Accel-Buffering"), "no");
        QCOMPARE(valueOf(client.received, "Content-Encoding"), "");
        running.backend.lastStream->say(u"ahoy"_s);
        QTRY_VERIFY(client.body().contains("ahoy")); // to be read as it stands
        running.backend.lastStream->succeed();
        QTRY_VERIFY(client.received.endsWith("0\r\n\r\n"));
    }

    void wholeAnswersAreNotCompressedEither()
    {
        Running running;
        RawClient client(running.port);

        client.send(head("GET", "/v1/models", key + coding));

        QTRY_COMPARE(client.status(), 200);
        QCOMPARE(valueOf(client.received, "Content-Encoding"), "");
        QVERIFY(client.body().startsWith("{\"object\":\"list\""));
    }

    void silenceBetweenRequestsMayBeLong()
    {
        // Clients with a pool close what was idle for 5 s (Node) to 90 s (Go); who waits shorter
        // than they do resets a request of theirs.
        QVERIFY(gateway::Limits().idleTimeout > 90s);
    }

    void pingsWaitForTheServicesWord()
    {
        Running running({.keepAliveComment = 10ms, .patience = 60s});
        RawClient refused(running.port);
        refused.send(post("/v1/chat/completions", question(true), key + json));
        QTRY_VERIFY(running.backend.lastStream);

        QTest::qWait(100); // ten times the interval: nothing may come
        QVERIFY(refused.received.isEmpty());
        running.backend.lastStream->fail(
                {.code = core::ErrorCode::RateLimited, .message = u"slow"_s, .retryAfter = 2s});
        QTRY_COMPARE(refused.status(), 429);
        RawClient accepted(running.port);
        accepted.send(post("/v1/chat/completions", question(true), key + json));
        QTRY_COMPARE(running.backend.starts, 2);
        emit running.backend.lastStream->started({});

        QTRY_VERIFY(accepted.body().count(": ping\n\n") >= 2);
        QCOMPARE(accepted.status(), 200);
    }
};

QTEST_GUILESS_MAIN(TestWireRules)
#include "tst_wirerules.moc"
