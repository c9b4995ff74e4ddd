// SPDX-License-Identifier: MIT
#include "core/chat/tokenestimate.h"
#include "tests/gateway/responsesbench.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::http::headerValue;
using Outcome = gateway::observe::RequestRecord::Outcome;
using Tokens = gateway::observe::RequestRecord::Tokens;
using tests::Call;
using tests::json;
using tests::ResponsesBench;

namespace {

const core::Served served{.by = u"DEFAULT/r/m"_s,
                          .failed = {{.target = u"a.one"_s, .why = u"429 rate_limited"_s}}};

QByteArray response(const QByteArray &status, const QByteArray &more = {})
{
    return json(("{'id':'resp_oci','object':'response','status':'" + status + '\'' + more + '}')
                        .constData());
}

constexpr auto usage = ",'usage':{'input_tokens':7,'input_tokens_details':{'cached_tokens':3},"
                       "'output_tokens':5,'output_tokens_details':{'reasoning_tokens':2},"
                       "'total_tokens':12}";

//! The routes of the Responses API, with the model "m" on OCI's own.
struct Bench : ResponsesBench {
    Bench() { native.served = {u"m"_s}; }

    void answer(const QByteArray &body)
    {
        native.answer = core::ResponsesAnswer{.body = body,
                                              .requestId = u"OPC"_s,
                                              .served = served,
                                              .warning = u"going"_s,
                                              .times = {.waiting = 90ms, .attempts = 1}};
    }
    void event(const QByteArray &type, const QByteArray &more)
    {
        emit native.lastStream->arrived(
                {{}, json(("{'type':'" + type + "'," + more + '}').constData())});
    }
    void end(const QByteArray &type, const QByteArray &inner)
    {
        emit native.lastStream->arrived(
                {type, "{\"type\":\"" + type + "\",\"response\":" + inner + '}'});
        emit native.lastStream->finished({});
    }
    //! A stream that has been accepted.
    std::unique_ptr<Call> open()
    {
        auto call = std::make_unique<Call>("POST", "/responses", ask(",'stream':true"));
        dispatchWatched(*call);
        native.lastStream->server = served;
        native.lastStream->spent = {.waiting = 90ms, .attempts = 1};
        emit native.lastStream->started(u"OPC"_s);
        return call;
    }
};

} // namespace

//! What is recorded of answers that OCI's own Responses API gives.
class TestWatchedResponses : public QObject
{
    Q_OBJECT

private slots:
    void recordsWhatGoesThroughWhole()
    {
        Bench bench;
        bench.answer(response("completed", usage));
        Call call("POST", "/responses", bench.ask());
        bench.dispatchWatched(call);
        QTRY_VERIFY(call.ended);

        const auto record = bench.record();
        QCOMPARE(record.model, u"m"_s);
        QCOMPARE(record.target, u"DEFAULT/r/m"_s);
        QCOMPARE(record.upstreamId, u"OPC"_s);
        QCOMPARE(record.upstream.waiting, 90ms);
        QCOMPARE(record.tokens, (Tokens{7, 5, 3, 2, false}));
        QCOMPARE(record.outcome, Outcome::Answered);
        QVERIFY(!record.isStream);
        QCOMPARE(bench.log.open.waiting, 0);
        QCOMPARE(headerValue(call.response.headers, "x-gatehouse-model"), "DEFAULT/r/m");
        QCOMPARE(headerValue(call.response.headers, "x-gatehouse-failover"),
                 "a.one: 429 rate_limited");
        QCOMPARE(headerValue(call.response.headers, "x-oci-warning"), "going");
    }

    void recordsAStreamThatGoesThrough()
    {
        Bench bench;
        const auto call = bench.open();
        QCOMPARE(bench.log.open.streams, 1);
        bench.event("response.output_text.delta", "'delta':'Hello'");
        bench.end("response.completed", response("completed", usage));

        const auto record = bench.record();
        QVERIFY(record.isStream);
        QVERIFY(record.firstToken);
        QCOMPARE(record.tokens, (Tokens{7, 5, 3, 2, false}));
        QCOMPARE(record.target, u"DEFAULT/r/m"_s);
        QCOMPARE(record.upstreamId, u"OPC"_s);
        QCOMPARE(record.upstream.waiting, 90ms);
        QCOMPARE(record.outcome, Outcome::Answered);
        QCOMPARE(headerValue(call->response.headers, "x-gatehouse-model"), "DEFAULT/r/m");
        QCOMPARE(headerValue(call->response.headers, "x-gatehouse-failover"),
                 "a.one: 429 rate_limited");
        QCOMPARE(bench.log.open.streams, 0);
    }

    void anAnswerCutShortHasTokensToo()
    {
        Bench bench;
        const auto call = bench.open();
        bench.end("response.incomplete", response("incomplete", usage));
        QCOMPARE(bench.record().tokens, (Tokens{7, 5, 3, 2, false}));
        QCOMPARE(bench.record().outcome, Outcome::Answered);
    }

    void aFailedResponseIsAFailure_data()
    {
        QTest::addColumn<QByteArray>("error");
        QTest::addColumn<QByteArray>("code");
        QTest::newRow("said") << QByteArray(",'error':{'code':'server_error','message':'x'}")
                              << QByteArray("server_error");
        QTest::newRow("not said") << QByteArray(",'error':null") << QByteArray("upstream_error");
        QTest::newRow("no word") << QByteArray(",'error':{'code':'A b\\nc'}")
                                 << QByteArray("upstream_error");
    }

    void aFailedResponseIsAFailure()
    {
        QFETCH(QByteArray, error);
        QFETCH(QByteArray, code);
        Bench bench;
        const auto call = bench.open();
        bench.end("response.failed", response("failed", error));
        QCOMPARE(bench.record().outcome, Outcome::Failed);
        QCOMPARE(bench.record().errorCode, code);
        QCOMPARE(bench.record().status, 200);

        bench.answer(response("failed", error));
        Call whole("POST", "/responses", bench.ask());
        bench.dispatchWatched(whole);
        QTRY_VERIFY(whole.ended);
        QCOMPARE(bench.record().outcome, Outcome::Failed);
        QCOMPARE(bench.record().errorCode, code);
    }

    void aRefusalIsNoSpending()
    {
        Bench bench;
        bench.native.answer = std::unexpected(
                core::Error{.code = core::ErrorCode::RateLimited, .message = u"slow"_s});
        Call call("POST", "/responses", bench.ask());
        bench.dispatchWatched(call);
        QTRY_VERIFY(call.ended);

        QCOMPARE(bench.record().status, 429);
        QCOMPARE(bench.record().errorCode, "rate_limit_exceeded");
        QCOMPARE(bench.record().tokens, Tokens());
    }

    void aClientThatLeavesLeavesAnEstimate()
    {
        Bench bench;
        auto call = bench.open();
        bench.event("response.reasoning_text.delta", "'delta':'abcdefgh'");
        bench.event("response.output_audio.delta", "'delta':'QUFBQUFBQUFBQUFBQUFB'");

        call.reset();

        QVERIFY(!bench.native.lastStream);
        QCOMPARE(bench.record().outcome, Outcome::ClientLeft);
        QVERIFY(bench.record().tokens.isEstimate);
        QVERIFY(bench.record().tokens.in > 3);
        QCOMPARE(bench.record().tokens.out, core::estimateTokens(u"abcdefgh"));
    }

    void whoFailedIsACommentWhereTheHeadWasEarlier()
    {
        Bench bench;
        Call call("POST", "/responses", bench.ask(",'stream':true"));
        bench.dispatchWatched(call);
        bench.native.lastStream->server = served;
        QTRY_VERIFY(call.begun); // for long silence
        QCOMPARE(headerValue(call.response.headers, "x-gatehouse-model"), QByteArray());

        emit bench.native.lastStream->started(u"OPC"_s);

        QCOMPARE(call.chunks.last(), ": x-gatehouse-failover: a.one: 429 rate_limited\n\n");
    }

    //! Its tokens are known when somebody asks for it, and count once.
    void whatOciMakesInTheBackgroundCountsWhenItIsFetched()
    {
        Bench bench;
        bench.answer(response("queued", ",'usage':null"));
        Call call("POST", "/responses", bench.ask(",'background':true"));
        bench.dispatchWatched(call);
        QTRY_VERIFY(call.ended);
        QCOMPARE(bench.record().tokens, Tokens());

        const auto fetch = [&bench] {
            Call later("GET", "/responses/resp_oci");
            bench.dispatchWatched(later);
            const bool ended = QTest::qWaitFor([&later] { return later.ended; });
            return ended ? bench.record() : gateway::observe::RequestRecord();
        };
        bench.answer(response("in_progress", ",'usage':null"));
        QCOMPARE(fetch().tokens, Tokens());
        bench.answer(response("completed", usage));
        const auto first = fetch();
        QCOMPARE(first.tokens, (Tokens{7, 5, 3, 2, false}));
        QCOMPARE(first.model, u"m"_s);
        const auto second = fetch();
        QCOMPARE(second.tokens, Tokens());
        QCOMPARE(second.model, QString());
        QCOMPARE(second.upstreamId, u"OPC"_s);
    }

    void whatWasAnsweredWholeCountsOnce()
    {
        Bench bench;
        bench.answer(response("completed", usage));
        Call call("POST", "/responses", bench.ask());
        bench.dispatchWatched(call);
        QTRY_VERIFY(call.ended);
        Call later("GET", "/responses/resp_oci");
        bench.dispatchWatched(later);
        QTRY_VERIFY(later.ended);
        QCOMPARE(bench.record().tokens, Tokens());
    }
};

QTEST_GUILESS_MAIN(TestWatchedResponses)
#include "tst_watchedresponses.moc"
