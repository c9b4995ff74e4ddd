// SPDX-License-Identifier: MIT
#include "gateway/responses/backgroundanswers.h"

#include "tests/gateway/responsesbench.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::http::headerValue;
using Outcome = gateway::observe::RequestRecord::Outcome;
using Tokens = gateway::observe::RequestRecord::Tokens;
using tests::Call;
using tests::ResponsesBench;

namespace {

const core::Served served{.by = u"DEFAULT/r/m"_s,
                          .failed = {{.target = u"a.one"_s, .why = u"429 rate_limited"_s}}};

} // namespace

//! What is recorded of answers that are made in the background; tst_storedresponses has what
//! clients see of them.
class TestBackgroundAnswers : public QObject
{
    Q_OBJECT

private slots:
    void recordsAnAnswerMadeInTheBackground()
    {
        ResponsesBench bench;
        auto call = std::make_unique<Call>("POST", "/responses", bench.ask(",'background':true"));
        bench.dispatchWatched(*call);
        QVERIFY(call->ended);
        const QByteArray id = call->text("id").toUtf8();
        call.reset();
        QVERIFY(bench.log.latest(1).isEmpty()); // until it has ended
        QCOMPARE(bench.log.open.requests, 1);

        emit bench.backend.lastStream->started({.requestId = u"OPC"_s,
                                                .served = served,
                                                .times = {.waiting = 90ms, .attempts = 1}});
        bench.backend.lastStream->say(u"Hello"_s);
        bench.backend.lastStream->succeed(
                {.usage = core::Usage{.promptTokens = 7, .completionTokens = 5}});

        const auto record = bench.record();
        QCOMPARE(record.outcome, Outcome::Answered);
        QCOMPARE(record.status, 200);
        QCOMPARE(record.model, u"m"_s);
        QCOMPARE(record.target, u"DEFAULT/r/m"_s);
        QCOMPARE(record.tokens, (Tokens{.in = 7, .out = 5}));
        QCOMPARE(record.upstream.waiting, 90ms);
        QVERIFY(record.firstToken);
        QCOMPARE(bench.log.open.requests, 0);
        Call later("GET", "/responses/" + id);
        bench.dispatchWatched(later);
        QCOMPARE(headerValue(later.response.headers, "x-gatehouse-model"), "DEFAULT/r/m");
        QCOMPARE(headerValue(later.response.headers, "x-gatehouse-failover"),
                 "a.one: 429 rate_limited");
        QCOMPARE(headerValue(later.response.headers, "x-oci-request-id"), "OPC");
        QCOMPARE(bench.record().tokens, Tokens());
    }

    void aFailureInTheBackgroundIsOne()
    {
        ResponsesBench bench;
        auto call = std::make_unique<Call>("POST", "/responses", bench.ask(",'background':true"));
        bench.dispatchWatched(*call);
        call.reset();

        bench.backend.lastStream->fail(
                {.code = core::ErrorCode::RateLimited, .message = u"slow"_s});

        QTRY_COMPARE(bench.log.latest(1).size(), 1);
        QCOMPARE(bench.record().outcome, Outcome::Failed);
        QCOMPARE(bench.record().errorCode, "rate_limit_exceeded");
        QCOMPARE(bench.record().tokens, Tokens());
    }

    void aCancelledOneLeavesAnEstimate()
    {
        ResponsesBench bench;
        auto call = std::make_unique<Call>("POST", "/responses", bench.ask(",'background':true"));
        bench.dispatchWatched(*call);
        const QByteArray id = call->text("id").toUtf8();
        call.reset();
        emit bench.backend.lastStream->started({});
        bench.backend.lastStream->say(u"Hello"_s);

        Call cancel("POST", "/responses/" + id + "/cancel");
        bench.dispatch(cancel);

        QCOMPARE(cancel.text("status"), u"cancelled"_s);
        QCOMPARE(bench.record().outcome, Outcome::ClientLeft);
        QVERIFY(bench.record().tokens.isEstimate);
        QVERIFY(bench.record().tokens.out > 0);
    }

    void aStreamedOneGoesOnWithoutItsClient()
    {
        ResponsesBench bench;
        auto call = std::make_unique<Call>("POST", "/responses",
                                           bench.ask(",'background':true,'stream':true"));
        bench.dispatchWatched(*call);
        QCOMPARE(bench.log.open.streams, 1);
        emit bench.backend.lastStream->started({.served = served});
        QVERIFY(call->chunks.contains(": x-gatehouse-failover: a.one: 429 rate_limited\n\n"));

        call.reset();
        QVERIFY(bench.log.latest(1).isEmpty());
        bench.backend.lastStream->succeed(
                {.usage = core::Usage{.promptTokens = 7, .completionTokens = 5}});

        QCOMPARE(bench.record().outcome, Outcome::Answered);
        QCOMPARE(bench.record().tokens, (Tokens{.in = 7, .out = 5}));
        QCOMPARE(bench.log.open.streams, 0);
    }
};

QTEST_GUILESS_MAIN(TestBackgroundAnswers)
#include "tst_backgroundanswers.moc"
