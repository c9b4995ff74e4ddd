// SPDX-License-Identifier: MIT
#include "gateway/routes/chathandler.h"

#include "tests/support/fakechatbackend.h"
#include "tests/support/fakeexchange.h"
#include "tests/support/fixtures.h"

#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::ErrorCode;
using core::http::headerValue;
using gateway::Limits;
using gateway::routes::ChatHandler;
using tests::FakeChatBackend;
using tests::FakeExchange;

class TestChatHandler : public QObject
{
    Q_OBJECT

private:
    static constexpr auto whole =
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    static constexpr auto streamed = "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":"
                                     "\"user\",\"content\":\"hi\"}]}";

    FakeChatBackend m_backend;
    tests::FakeClock m_clock{QDateTime::fromSecsSinceEpoch(1762340000, QTimeZone::UTC)};

    void handle(FakeExchange &exchange, const Limits &limits = {})
    {
        ChatHandler(gateway::routes::Answering(m_backend, m_clock, limits))(exchange);
    }

private slots:
    void init() { m_backend = {}; }

    void answersInOnePiece()
    {
        FakeExchange exchange(QByteArray{whole});

        handle(exchange);
        QCOMPARE(m_backend.lastRequest.model, u"m"_s);
        QVERIFY(!m_backend.lastRequest.stream);
        emit m_backend.lastStream->started({.requestId = u"R/1"_s, .warning = u"old"_s});
        m_backend.lastStream->say(u"Hel"_s);
        m_backend.lastStream->say(u"lo"_s);
        QVERIFY(!exchange.begun);
        m_backend.lastStream->succeed({.usage = core::Usage{.totalTokens = 3}});

        QCOMPARE(exchange.response.status, 200);
        QCOMPARE(exchange.response.contentType, "application/json");
        QVERIFY(exchange.response.body.startsWith("{\"id\":\"chatcmpl-R1\""));
        QVERIFY(exchange.response.body.contains("\"created\":1762340000"));
        QVERIFY(exchange.response.body.contains("\"content\":\"Hello\""));
        QVERIFY(exchange.response.body.contains("\"total_tokens\":3"));
        QCOMPARE(headerValue(exchange.response.headers, "x-oci-request-id"), "R/1");
        QCOMPARE(headerValue(exchange.response.headers, "x-oci-warning"), "old");
    }

    void takesABodyOfTheResponsesApi()
    {
        FakeExchange exchange(R"({"model":"m","instructions":"Be brief.","input":"Ahoy",)"
                              R"("max_output_tokens":50,"stream":true,)"
                              R"("stream_options":{"include_usage":true},)"
                              R"("tools":[{"type":"function","name":"look","parameters":{}}]})");

        handle(exchange);
        const auto &request = m_backend.lastRequest;
        QCOMPARE(request.messages.size(), 2);
        QCOMPARE(request.messages.last().role, core::Role::User);
        QCOMPARE(core::textOf(request.messages.last()), u"Ahoy"_s);
        QCOMPARE(request.maxTokens, 50);
        QCOMPARE(request.tools.value(0).name, u"look"_s);
        m_backend.lastStream->say(u"Hello"_s);
        m_backend.lastStream->succeed({.usage = core::Usage{.totalTokens = 3}});

        QVERIFY(exchange.response.body.contains("chat.completion.chunk"));
        QVERIFY(exchange.response.body.contains("\"content\":\"Hello\""));
        QVERIFY(exchange.response.body.contains("\"total_tokens\":3"));
        QVERIFY(exchange.response.body.endsWith("data: [DONE]\n\n"));
    }

    void aFailureKeepsItsStatus_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("whole") << QByteArray(whole);
        QTest::newRow("streamed") << QByteArray(streamed);
    }

    void aFailureKeepsItsStatus()
    {
        QFETCH(QByteArray, body);
        FakeExchange exchange(body);

        handle(exchange);
        m_backend.lastStream->fail({.code = ErrorCode::RateLimited,
                                    .message = u"slow down"_s,
                                    .requestId = u"R"_s,
                                    .retryAfter = 2s});

        QCOMPARE(exchange.response.status, 429);
        QCOMPARE(exchange.response.contentType, "application/json");
        QCOMPARE(headerValue(exchange.response.headers, "Retry-After"), "2");
        QCOMPARE(headerValue(exchange.response.headers, "x-oci-request-id"), "R");
        QVERIFY(exchange.ended);
    }

    void streamsWhatTheBackendSays()
    {
        FakeExchange exchange(QByteArray{streamed});

        handle(exchange);
        QVERIFY(m_backend.lastRequest.stream);
        QVERIFY(!exchange.begun);
        emit m_backend.lastStream->started({.requestId = u"R/1"_s, .warning = {}});
        QVERIFY(exchange.begun);
        QCOMPARE(exchange.chunks.size(), 1);
        m_backend.lastStream->say(u"Hi"_s);
        QCOMPARE(exchange.chunks.size(), 2);
        m_backend.lastStream->succeed();

        QCOMPARE(exchange.response.status, 200);
        QVERIFY(exchange.response.contentType.startsWith("text/event-stream"));
        QCOMPARE(headerValue(exchange.response.headers, "Cache-Control"), "no-cache");
        QCOMPARE(headerValue(exchange.response.headers, "X-Accel-Buffering"), "no");
        QCOMPARE(headerValue(exchange.response.headers, "x-oci-request-id"), "R/1");
        QCOMPARE(exchange.chunks.size(), 4); // role, text, finish, [DONE]: a write each
        QVERIFY(exchange.chunks[0].contains("\"role\":\"assistant\""));
        QVERIFY(exchange.chunks[1].contains("\"content\":\"Hi\""));
        QVERIFY(exchange.chunks[2].contains("\"finish_reason\":\"stop\""));
        QCOMPARE(exchange.chunks[3], "data: [DONE]\n\n");
        QVERIFY(!exchange.response.body.contains("usage"));
        QVERIFY(exchange.ended);
        QVERIFY(!exchange.aborted);
    }

    void sendsUsageWhenAsked()
    {
        FakeExchange exchange(QByteArray(
                "{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true},"
                "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"));

        handle(exchange);
        emit m_backend.lastStream->started({});
        m_backend.lastStream->succeed({.usage = core::Usage{.totalTokens = 3}});

        QVERIFY(exchange.chunks[exchange.chunks.size() - 2].contains("\"choices\":[],\"usage\":{"));
    }

    void aBrokenStreamHasNoProperEnd()
    {
        FakeExchange exchange(QByteArray{streamed});

        handle(exchange);
        emit m_backend.lastStream->started({});
        m_backend.lastStream->say(u"Hi"_s);
        m_backend.lastStream->fail({.code = ErrorCode::Protocol, .message = u"cut"_s});

        QVERIFY(exchange.chunks.last().startsWith("data: {\"error\":{\"message\":\"cut\""));
        QVERIFY(exchange.chunks.last().contains("upstream_stream_error"));
        QVERIFY(!exchange.response.body.contains("[DONE]"));
        QVERIFY(!exchange.response.body.contains("\"finish_reason\":\""));
        QVERIFY(exchange.aborted);
        QVERIFY(!exchange.ended);
    }

    void sendsTheHeadAfterLongSilence()
    {
        FakeExchange exchange(QByteArray{streamed});

        handle(exchange, {.keepAliveComment = 20ms, .patience = 10ms});
        QTRY_VERIFY(exchange.begun);
        QCOMPARE(exchange.chunks.first(), ": ping\n\n");
        QTRY_VERIFY(exchange.chunks.size() >= 3);
        for (const QByteArray &chunk : std::as_const(exchange.chunks))
            QCOMPARE(chunk, ": ping\n\n");
        emit m_backend.lastStream->started({});
        m_backend.lastStream->succeed();

        QCOMPARE(exchange.response.body.count("\"role\""), 1);
        QVERIFY(exchange.response.body.endsWith("data: [DONE]\n\n"));
    }

    void aLateRefusalIsAnEventThatSaysWhy()
    {
        FakeExchange exchange(QByteArray{streamed});

        handle(exchange, {.patience = 1ms});
        QTRY_VERIFY(exchange.begun);
        m_backend.lastStream->fail({.code = ErrorCode::RateLimited, .message = u"m"_s});

        QVERIFY(exchange.chunks.last().contains("rate_limit_exceeded"));
        QVERIFY(exchange.aborted);
    }

    void commentsWhileTheModelThinks()
    {
        FakeExchange exchange(QByteArray{streamed});

        handle(exchange, {.keepAliveComment = 20ms});
        emit m_backend.lastStream->started({});

        QTRY_COMPARE(exchange.chunks.last(), ": ping\n\n");
        m_backend.lastStream->succeed();
        const auto count = exchange.chunks.size();
        QTest::qWait(60); // nothing may come after the end
        QCOMPARE(exchange.chunks.size(), count);
    }

    void noCommentsWhileItTalks()
    {
        FakeExchange exchange(QByteArray{streamed});
        handle(exchange, {.keepAliveComment = 200ms});
        emit m_backend.lastStream->started({});

        for (int i = 0; i < 40; ++i) {
            m_backend.lastStream->say(u"a"_s);
            QTest::qWait(10); // twice the interval in all
        }

        QVERIFY(!exchange.response.body.contains("ping"));
    }

    void aSlowReaderPausesTheService()
    {
        FakeExchange exchange(QByteArray{streamed});
        handle(exchange);
        emit m_backend.lastStream->started({});

        emit exchange.congested();
        QVERIFY(m_backend.lastStream->paused);
        emit exchange.drained();
        QVERIFY(!m_backend.lastStream->paused);
    }

    void aLeavingClientStopsTheGeneration_data() { aFailureKeepsItsStatus_data(); }

    void aLeavingClientStopsTheGeneration()
    {
        QFETCH(QByteArray, body);
        auto exchange = std::make_unique<FakeExchange>(body);
        handle(*exchange);
        QVERIFY(m_backend.lastStream);

        exchange.reset();

        QVERIFY(!m_backend.lastStream);
    }

    void aBadRequestNeverReachesTheBackend_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("word");
        QTest::newRow("empty") << QByteArray() << QByteArray("invalid_json");
        QTest::newRow("malformed") << QByteArray("{\"model\":") << QByteArray("invalid_json");
        QTest::newRow("array") << QByteArray("[]") << QByteArray("invalid_json");
        QTest::newRow("invalid UTF-8")
                << QByteArray("{\"model\":\"\xff\xfe\"}") << QByteArray("invalid_json");
        QTest::newRow("deep") << "{\"model\":" + QByteArray(100'000, '[')
                              << QByteArray("invalid_json");
        QTest::newRow("no model") << QByteArray("{}") << QByteArray("\"param\":\"model\"");
    }

    void aBadRequestNeverReachesTheBackend()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, word);
        FakeExchange exchange(body);

        handle(exchange);

        QCOMPARE(exchange.response.status, 400);
        QVERIFY(exchange.response.body.contains(word));
        QCOMPARE(m_backend.starts, 0);
    }
};

QTEST_GUILESS_MAIN(TestChatHandler)
#include "tst_chathandler.moc"
