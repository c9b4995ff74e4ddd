// SPDX-License-Identifier: MIT
#include "gateway/routes/messageshandler.h"

#include "core/json/json.h"
#include "gateway/routes/anthropicroutes.h"
#include "tests/support/anthropicstream.h"
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
using gateway::routes::Router;
using tests::AnthropicStream;
using tests::FakeExchange;

namespace {

constexpr auto plain = "{'model':'m','max_tokens':9,'messages':[{'role':'user','content':'hi'}]}";
constexpr auto streamed =
        "{'model':'m','max_tokens':9,'stream':true,'thinking':{'type':'adaptive'},"
        "'messages':[{'role':'user','content':'hi'}]}";

} // namespace

class TestMessagesHandler : public QObject
{
    Q_OBJECT

private:
    tests::FakeChatBackend m_backend;
    tests::FakeModelCatalog m_catalog;
    tests::FakeClock m_clock{QDateTime::fromSecsSinceEpoch(1762340000, QTimeZone::UTC)};

    //! By its route, as the gateway does.
    void handle(FakeExchange &exchange, const Limits &limits = {})
    {
        Router router("/v1");
        gateway::routes::addAnthropicRoutes(
                router, gateway::routes::Answering(m_backend, m_clock, limits), m_catalog);
        const auto match = router.find(exchange.request().method, exchange.request().target);
        QVERIFY(match.route);
        match.route->handler(exchange, match.rest);
    }
    static AnthropicStream read(const FakeExchange &exchange)
    {
        AnthropicStream stream;
        stream.feed(exchange.chunks);
        return stream;
    }

private slots:
    void init() { m_backend = {}; }

    void answersInOnePiece()
    {
        FakeExchange exchange(tests::json(plain), "/v1/messages?beta=true");

        handle(exchange);
        QCOMPARE(m_backend.lastRequest.model, u"m"_s);
        QVERIFY(!m_backend.lastRequest.stream);
        emit m_backend.lastStream->started({.requestId = u"R/1"_s, .warning = {}});
        m_backend.lastStream->say(u"Hello"_s);
        m_backend.lastStream->succeed(
                {.usage = core::Usage{.promptTokens = 3, .completionTokens = 1}});

        QCOMPARE(exchange.response.status, 200);
        QCOMPARE(headerValue(exchange.response.headers, "request-id"), "req_R1");
        QVERIFY(exchange.response.body.startsWith("{\"id\":\"msg_R1\",\"type\":\"message\""));
        QVERIFY(exchange.response.body.contains("\"text\":\"Hello\""));
        QVERIFY(exchange.response.body.contains("\"input_tokens\":3"));
    }

    void streamsWhatTheBackendSays()
    {
        FakeExchange exchange(tests::json(streamed), "/v1/messages");

        handle(exchange);
        QVERIFY(m_backend.lastRequest.stream);
        emit m_backend.lastStream->started({.requestId = u"R/1"_s, .warning = {}});
        QCOMPARE(exchange.chunks.size(), 1); // at once
        emit m_backend.lastStream->delta({.reasoning = u"hm"_s});
        m_backend.lastStream->say(u"Hi"_s);
        m_backend.lastStream->succeed();

        const AnthropicStream stream = read(exchange);
        QCOMPARE(stream.problem(), QString());
        QCOMPARE(stream.frame(),
                 (QByteArrayList{"message_start", "message_delta", "message_stop"}));
        QCOMPARE(stream.textOf("thinking"), u"hm"_s);
        QCOMPARE(stream.textOf("text"), u"Hi"_s);
        QVERIFY(exchange.response.contentType.startsWith("text/event-stream"));
        QCOMPARE(headerValue(exchange.response.headers, "request-id"), "req_R1");
        const auto usage = stream.last("message_start").at("message").at("usage");
        QVERIFY(core::json::integerAt(usage.as_object(), "input_tokens").value() > 0);
        QVERIFY(exchange.ended);
    }

    void aFailureKeepsItsStatus_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("whole") << tests::json(plain);
        QTest::newRow("streamed") << tests::json(streamed);
    }

    void aFailureKeepsItsStatus()
    {
        QFETCH(QByteArray, body);
        FakeExchange exchange(body, "/v1/messages");

        handle(exchange);
        m_backend.lastStream->fail({.code = ErrorCode::RateLimited,
                                    .message = u"slow down"_s,
                                    .requestId = u"R"_s,
                                    .retryAfter = 2s});

        QCOMPARE(exchange.response.status, 429);
        QCOMPARE(headerValue(exchange.response.headers, "Retry-After"), "2");
        QCOMPARE(headerValue(exchange.response.headers, "request-id"), "req_R");
        QVERIFY(exchange.response.body.startsWith(
                "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\""));
        QVERIFY(exchange.ended);
    }

    void aBrokenStreamHasNoProperEnd()
    {
        FakeExchange exchange(tests::json(streamed), "/v1/messages");

        handle(exchange);
        emit m_backend.lastStream->started({});
        m_backend.lastStream->say(u"Hi"_s);
        m_backend.lastStream->fail({.code = ErrorCode::Protocol, .message = u"cut"_s});

        QCOMPARE(read(exchange).frame(), (QByteArrayList{"message_start", "error"}));
        QVERIFY(exchange.aborted);
        QVERIFY(!exchange.ended);
    }

    void pingsWhileTheModelThinks()
    {
        FakeExchange exchange(tests::json(streamed), "/v1/messages");

        handle(exchange, {.keepAliveComment = 20ms, .patience = 10ms});
        QTRY_VERIFY(exchange.chunks.size() >= 2);
        QVERIFY(headerValue(exchange.response.headers, "request-id").startsWith("req_"));
        emit m_backend.lastStream->started({});
        m_backend.lastStream->succeed();

        const QByteArrayList frame = read(exchange).frame();
        QCOMPARE(frame.first(), "ping");
        QCOMPARE(frame.count("message_start"), 1);
        QCOMPARE(frame.last(), "message_stop");
    }

    void aLeavingClientStopsTheGeneration_data() { aFailureKeepsItsStatus_data(); }

    void aLeavingClientStopsTheGeneration()
    {
        QFETCH(QByteArray, body);
        auto exchange = std::make_unique<FakeExchange>(body, "/v1/messages");
        handle(*exchange);
        QVERIFY(m_backend.lastStream);

        exchange.reset();

        QVERIFY(!m_backend.lastStream);
    }

    void aBadRequestNeverReachesTheBackend_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("word");
        const QByteArray ask = "/v1/messages";
        const QByteArray count = "/v1/messages/count_tokens";
        QTest::newRow("malformed") << ask << QByteArray("{\"model\":") << QByteArray("JSON");
        QTest::newRow("no model") << ask << QByteArray("{}") << QByteArray("\"model: ");
        QTest::newRow("no limit") << ask
                                  << tests::json("{'model':'m','messages':[{'role':'user',"
                                                 "'content':'hi'}]}")
                                  << QByteArray("\"max_tokens: ");
        QTest::newRow("count malformed") << count << QByteArray("[") << QByteArray("JSON");
        QTest::newRow("count nothing")
                << count << tests::json("{'model':'m'}") << QByteArray("\"messages: ");
    }

    void aBadRequestNeverReachesTheBackend()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, word);
        FakeExchange exchange(body, target);

        handle(exchange);

        QCOMPARE(exchange.response.status, 400);
        QVERIFY(exchange.response.body.contains("\"type\":\"invalid_request_error\""));
        QVERIFY(exchange.response.body.contains(word));
        QVERIFY(!headerValue(exchange.response.headers, "request-id").isEmpty());
        QCOMPARE(m_backend.starts, 0);
    }

    void aLimitBeyondTheModelIsLowered_data()
    {
        QTest::addColumn<core::ModelInfo>("model");
        QTest::addColumn<int>("limit");
        using core::ServingMode;
        QTest::newRow("small model")
                << core::ModelInfo{.id = u"m"_s, .maxOutputTokens = 4000} << 4000;
        QTest::newRow("large model")
                << core::ModelInfo{.id = u"m"_s, .maxOutputTokens = 64000} << 32000;
        QTest::newRow("unknown limit") << core::ModelInfo{.id = u"m"_s} << 32000;
        QTest::newRow("another model")
                << core::ModelInfo{.id = u"other"_s, .maxOutputTokens = 4000} << 32000;
        QTest::newRow("dedicated") << core::ModelInfo{.id = u"m"_s,
                                                      .serving = ServingMode::Dedicated,
                                                      .maxOutputTokens = 4000}
                                   << 32000;
    }

    void aLimitBeyondTheModelIsLowered()
    {
        QFETCH(core::ModelInfo, model);
        QFETCH(int, limit);
        m_catalog.known = {model};
        FakeExchange exchange(
                tests::json("{'model':'m','max_tokens':32000,'messages':[{'role':'user',"
                            "'content':'hi'}]}"),
                "/v1/messages");

        handle(exchange);

        QCOMPARE(m_backend.lastRequest.maxTokens, limit);
        m_catalog.known = {};
    }

    void countsWithoutAskingAnybody()
    {
        FakeExchange exchange(tests::json("{'model':'m','system':'Be brief.','messages':"
                                          "[{'role':'user','content':'Hello there'}]}"),
                              "/v1/messages/count_tokens?beta=true");

        handle(exchange);

        QCOMPARE(exchange.response.status, 200);
        const auto json = core::json::parseObject(exchange.response.body).value();
        const qint64 tokens = core::json::integerAt(json, "input_tokens").value();
        QVERIFY2(tokens >= 5 && tokens <= 25, qPrintable(QString::number(tokens)));
        QVERIFY(headerValue(exchange.response.headers, "request-id").startsWith("req_"));
        QCOMPARE(m_backend.starts, 0);
    }

    void whatIsBelowSpeaksTheDialect()
    {
        Router router("/v1");
        gateway::routes::addAnthropicRoutes(
                router, gateway::routes::Answering(m_backend, m_clock, {}), m_catalog);

        const auto match = router.find("POST", "/v1/messages/batches");

        QVERIFY(!match.route);
        QVERIFY(match.problems({.status = 404}).startsWith("{\"type\":\"error\""));
    }
};

QTEST_GUILESS_MAIN(TestMessagesHandler)
#include "tst_messageshandler.moc"
