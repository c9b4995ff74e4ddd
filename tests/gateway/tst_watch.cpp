// SPDX-License-Identifier: MIT
#include "core/chat/tokenestimate.h"
#include "core/ports/clock.h"
#include "gateway/observe/servertiming.h"
#include "gateway/observe/watchedexchange.h"
#include "gateway/routes/chathandler.h"
#include "tests/support/fakechatbackend.h"
#include "tests/support/fakeexchange.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::http::headerValue;
using gateway::observe::recordOf;
using gateway::observe::RequestLog;
using gateway::observe::RequestRecord;
using gateway::observe::Watch;
using gateway::observe::WatchedExchange;
using Outcome = gateway::observe::RequestRecord::Outcome;
using tests::FakeExchange;

namespace {

constexpr auto whole = R"({"model":"m","messages":[{"role":"user","content":"12345678"}]})";
constexpr auto streamed =
        R"({"model":"m","stream":true,"messages":[{"role":"user","content":"12345678"}]})";

//! A chat handler behind a watched exchange.
struct Bench {
    explicit Bench(const QByteArray &body, const core::http::Headers &more = {})
    {
        core::http::Request request{
                .method = "POST", .target = "/v1/chat/completions", .body = body};
        request.headers = core::http::Headers{{"Content-Type", "application/json"}} + more;
        exchange = std::make_unique<FakeExchange>(request);
        auto *watched = new WatchedExchange(
                *exchange,
                std::make_shared<Watch>(
                        log, recordOf(exchange->request(), "/chat/completions", "k1", log.next())));
        gateway::routes::ChatHandler(gateway::routes::Answering(backend, clock, {}))(*watched);
    }
    [[nodiscard]] RequestRecord record() const { return log.latest(1).value(0); }

    RequestLog log;
    tests::FakeChatBackend backend;
    core::SystemClock clock;
    std::unique_ptr<FakeExchange> exchange;
};

} // namespace

class TestWatch : public QObject
{
    Q_OBJECT

private slots:
    void recordsAWholeAnswer()
    {
        Bench bench(whole, {{"User-Agent", "curl/8\t1"}, {"X-Request-Id", "abc-1"}});
        QCOMPARE(bench.log.open.requests, 1);
        QCOMPARE(bench.log.open.waiting, 1);
        emit bench.backend.lastStream->started(
                {.requestId = u"OPC"_s,
                 .served = {.by = u"DEFAULT/us-chicago-1/m"_s},
                 .times = {.signing = 700us, .connecting = 5ms, .waiting = 90ms, .attempts = 1}});
        QCOMPARE(bench.log.open.waiting, 0);
        bench.backend.lastStream->say(u"Hello"_s);
        bench.backend.lastStream->succeed({.usage = core::Usage{.promptTokens = 7,
                                                                .completionTokens = 5,
                                                                .totalTokens = 12,
                                                                .reasoningTokens = 2,
                                                                .cachedTokens = 3}});

        const RequestRecord record = bench.record();
        QCOMPARE(record.number, 1u);
        QCOMPARE(record.method, "POST");
        QCOMPARE(record.route, "/chat/completions");
        QCOMPARE(record.caller, "k1");
        QCOMPARE(record.userAgent, "curl/8?1");
        QCOMPARE(record.clientId, "abc-1");
        QCOMPARE(record.model, u"m"_s);
        QVERIFY(!record.isStream);
        QCOMPARE(record.status, 200);
        QCOMPARE(record.outcome, Outcome::Answered);
        QCOMPARE(record.tokens, (RequestRecord::Tokens{7, 5, 3, 2, false}));
        QCOMPARE(record.upstreamId, u"OPC"_s);
        QCOMPARE(record.target, u"DEFAULT/us-chicago-1/m"_s);
        QCOMPARE(record.upstream.signing, 700us);
        QVERIFY(record.firstToken);
        QVERIFY(record.total >= *record.firstToken);
        QVERIFY(*record.firstToken >= record.translating);
        QCOMPARE(record.bytesIn, qint64(qstrlen(whole)));
        QCOMPARE(record.bytesOut, bench.exchange->response.body.size());
        QCOMPARE(bench.log.open.requests, 0);

        QCOMPARE(headerValue(bench.exchange->response.headers, "x-request-id"), record.id);
        const QByteArray timing = headerValue(bench.exchange->response.headers, "Server-Timing");
        QVERIFY2(timing.startsWith("queue;dur=0.000, sign;dur=0.700, connect;dur=5.000, "
                                   "upstream;dur=90.000, gateway;dur="),
                 timing.constData());
        qsizetype timings = 0;
        for (const auto &[name, value] : bench.exchange->response.headers)
            timings += name == "Server-Timing";
        QCOMPARE(timings, 1);
    }

    void aClientThatLeavesLeavesTheTokensSoFar()
    {
        Bench bench(streamed);
        emit bench.backend.lastStream->started({.requestId = u"OPC"_s});
        bench.backend.lastStream->say(u"abcdefgh"_s);
        bench.backend.lastStream->say(u"ijkl"_s);
        QCOMPARE(bench.log.open.streams, 1);
        QVERIFY(bench.log.latest(1).isEmpty());

        bench.exchange.reset();

        QVERIFY(!bench.backend.lastStream);
        const RequestRecord record = bench.record();
        QCOMPARE(record.outcome, Outcome::ClientLeft);
        QCOMPARE(record.status, 200);
        QVERIFY(record.isStream);
        QCOMPARE(record.tokens,
                 (RequestRecord::Tokens{.in = core::estimateTokens(bench.backend.lastRequest),
                                        .out = core::estimateTokens(u"abcdefgh") +
                                               core::estimateTokens(u"ijkl"),
                                        .isEstimate = true}));
        QVERIFY(record.tokens.in > 1);
        QVERIFY(record.tokens.out > 1);
        QCOMPARE(bench.log.open.streams, 0);
    }

    void aClientThatLeavesBeforeTheAnswerCostsNothing()
    {
        Bench bench(streamed);

        bench.exchange.reset();

        QCOMPARE(bench.record().outcome, Outcome::ClientLeft);
        QCOMPARE(bench.record().status, 499);
        QCOMPARE(bench.record().tokens, RequestRecord::Tokens());
        QCOMPARE(bench.log.open.waiting, 0);
    }

    void recordsAStreamOfUnknownUsage()
    {
        Bench bench(streamed);
        emit bench.backend.lastStream->started({});
        emit bench.backend.lastStream->delta({.reasoning = u"1234"_s});
        emit bench.backend.lastStream->delta(
                {.toolCalls = {{.id = u"c"_s, .name = u"f"_s, .arguments = "{}"}}});
        bench.backend.lastStream->succeed();

        QCOMPARE(bench.record().outcome, Outcome::Answered);
        QVERIFY(bench.record().tokens.out > 1);
        QVERIFY(bench.record().tokens.isEstimate);
        QVERIFY(bench.record().firstToken);
    }

    void recordsFailures()
    {
        Bench bench(streamed);
        bench.backend.lastStream->fail({.code = core::ErrorCode::RateLimited,
                                        .message = u"slow"_s,
                                        .requestId = u"OPC"_s});

        QCOMPARE(bench.record().status, 429);
        QCOMPARE(bench.record().outcome, Outcome::Refused);
        QVERIFY(!bench.record().errorCode.isEmpty());
        QCOMPARE(bench.record().upstreamId, u"OPC"_s);
        QCOMPARE(bench.record().tokens, RequestRecord::Tokens());
    }

    void recordsABrokenStream()
    {
        Bench bench(streamed);
        emit bench.backend.lastStream->started({});
        bench.backend.lastStream->say(u"abcd"_s);
        bench.backend.lastStream->fail({.code = core::ErrorCode::Protocol, .message = u"cut"_s});

        QCOMPARE(bench.record().status, 200);
        QCOMPARE(bench.record().outcome, Outcome::Failed);
        QVERIFY(!bench.record().errorCode.isEmpty());
        QVERIFY(bench.record().tokens.out > 0);
    }

    void recordsARefusal()
    {
        Bench bench("{}");

        QCOMPARE(bench.record().status, 400);
        QCOMPARE(bench.record().outcome, Outcome::Refused);
        QVERIFY(bench.record().model.isEmpty());
        const QByteArray timing = headerValue(bench.exchange->response.headers, "Server-Timing");
        QVERIFY2(timing.startsWith("queue;dur=0.000, gateway;dur="), timing.constData());
    }

    void takesNoDirtyId()
    {
        Bench spaced("{}", {{"x-request-id", "a b"}});
        QVERIFY(spaced.record().clientId.isEmpty());
        Bench tooLong("{}", {{"x-request-id", QByteArray(65, 'a')}});
        QVERIFY(tooLong.record().clientId.isEmpty());
    }

    void recordsBodiesWhileSwitchedOn()
    {
        RequestLog log;
        log.bodies().record(1min);
        FakeExchange exchange(QByteArray{whole});
        RequestRecord begun = recordOf(exchange.request(), "/x", {}, log.next());
        begun.bodies = std::make_shared<gateway::observe::RecordedBodies>(
                gateway::observe::RecordedBodies{.request = "asked"});
        auto *watched =
                new WatchedExchange(exchange, std::make_shared<Watch>(log, std::move(begun)));

        watched->send({.body = R"({"api_key":"s3cret"})"});

        const RequestRecord record = log.latest(1).value(0);
        QVERIFY(record.bodies);
        QCOMPARE(record.bodies->request, "asked");
        QCOMPARE(record.bodies->answer, R"({"api_key":"***"})");
    }

    void writesMilliseconds_data()
    {
        QTest::addColumn<qint64>("micros");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("none") << qint64(0) << QByteArray("0.000");
        QTest::newRow("little") << qint64(7) << QByteArray("0.007");
        QTest::newRow("much") << qint64(12'345'067) << QByteArray("12345.067");
        QTest::newRow("less than nothing") << qint64(-5) << QByteArray("0.000");
    }

    void writesMilliseconds()
    {
        QFETCH(qint64, micros);
        QFETCH(QByteArray, expected);
        QByteArray out;
        gateway::observe::appendMilliseconds(out, std::chrono::microseconds(micros));
        QCOMPARE(out, expected);
    }
};

QTEST_GUILESS_MAIN(TestWatch)
#include "tst_watch.moc"
