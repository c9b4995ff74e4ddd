// SPDX-License-Identifier: MIT
#include "core/ports/clock.h"
#include "gateway/observe/watchedexchange.h"
#include "gateway/routes/chathandler.h"
#include "gateway/streams/follower.h"
#include "gateway/streams/keptstreams.h"
#include "tests/support/fakechatbackend.h"
#include "tests/support/fakeexchange.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using gateway::observe::recordOf;
using gateway::observe::RequestLog;
using gateway::observe::Watch;
using gateway::observe::WatchedExchange;
using gateway::streams::Bounds;
using gateway::streams::Follower;
using gateway::streams::KeptStream;
using gateway::streams::KeptStreams;
using tests::FakeExchange;
using Outcome = gateway::observe::RequestRecord::Outcome;

namespace {

constexpr auto chat = R"({"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]})";

struct Bench {
    explicit Bench(const Bounds &bounds = {}) : streams(bounds) { }

    //! A streamed chat under way.
    std::unique_ptr<FakeExchange> ask(bool resume)
    {
        core::http::Request request{
                .method = "POST", .target = "/v1/chat/completions", .body = chat};
        request.headers = {{"Content-Type", "application/json"}};
        if (resume)
            request.headers.emplaceBack("X-Gatehouse-Resume", "1");
        auto exchange = std::make_unique<FakeExchange>(request);
        const auto ticket = log.next();
        lastId = ticket.id;
        auto *watched = new WatchedExchange(
                *exchange,
                std::make_shared<Watch>(log, recordOf(exchange->request(), "/x", {}, ticket)));
        const gateway::routes::Answering answering(backend, clock, {}, nullptr, &streams);
        gateway::routes::ChatHandler{answering}(*watched);
        return exchange;
    }

    //! A client that fetches the last one.
    std::unique_ptr<FakeExchange> follow(qsizetype after = 0)
    {
        auto exchange = std::make_unique<FakeExchange>(core::http::Request{.method = "GET"});
        if (auto stream = streams.find(lastId, {}))
            new Follower(*exchange, stream, after);
        return exchange;
    }

    RequestLog log;
    tests::FakeChatBackend backend;
    core::SystemClock clock;
    KeptStreams streams;
    QByteArray lastId;
};

} // namespace

class TestKeptStreams : public QObject
{
    Q_OBJECT

private slots:
    void givesAFinishedStreamAgain()
    {
        Bench bench;
        const auto client = bench.ask(false);
        emit bench.backend.lastStream->started({.requestId = u"R1"_s});
        bench.backend.lastStream->say(u"Hello"_s);
        bench.backend.lastStream->succeed();
        QVERIFY(client->ended);

        const auto again = bench.follow();

        QCOMPARE(again->response.body, client->response.body);
        QCOMPARE(again->response.contentType, client->response.contentType);
        QVERIFY(again->ended);
        QVERIFY(!client->response.body.contains("id: ")); // only who asks for it gets numbers
        QVERIFY(bench.streams.find("chatcmpl-R1", {}));
        QVERIFY(!bench.streams.find("chatcmpl-R1", "somebody else"));
        QVERIFY(!bench.streams.find("chatcmpl-R2", {}));
        QVERIFY(!bench.streams.find({}, {}));
    }

    void aClientThatLeavesEndsTheGeneration()
    {
        Bench bench;
        auto client = bench.ask(false);
        emit bench.backend.lastStream->started({});
        bench.backend.lastStream->say(u"Hello"_s);
        const QByteArray sent = client->response.body;

        client.reset();

        QVERIFY(!bench.backend.lastStream);
        const auto again = bench.follow();
        QCOMPARE(again->response.body, sent);
        QVERIFY(again->aborted);
        QVERIFY(!again->ended);
    }

    void goesOnWithoutItsClientIfAsked()
    {
        Bench bench;
        auto client = bench.ask(true);
        emit bench.backend.lastStream->started({.requestId = u"R1"_s});
        bench.backend.lastStream->say(u"Hel"_s);
        const QByteArray before = client->response.body;
        QVERIFY(before.startsWith("id: 1\ndata: "));

        client.reset();

        QVERIFY(bench.backend.lastStream);
        QCOMPARE(bench.log.open.requests, 1);
        bench.backend.lastStream->say(u"lo"_s);
        const qsizetype events = before.count("\n\n");
        const auto rest = bench.follow(events);
        const auto all = bench.follow();
        QVERIFY(rest->response.body.startsWith("id: " + QByteArray::number(events + 1) + '\n'));
        bench.backend.lastStream->succeed({.usage = core::Usage{.completionTokens = 2}});

        QVERIFY(rest->ended);
        QVERIFY(all->ended);
        QCOMPARE(before + rest->response.body, all->response.body);
        QVERIFY(all->response.body.endsWith("data: [DONE]\n\n"));
        QTRY_VERIFY(!bench.backend.lastStream);
        QCOMPARE(bench.log.open.requests, 0);
        QCOMPARE(bench.log.latest(1).first().outcome, Outcome::Answered);
        QCOMPARE(bench.log.latest(1).first().tokens.out, 2);
    }

    void aClientThatStaysGetsTheSameBytes()
    {
        Bench bench;
        const auto client = bench.ask(true);
        emit bench.backend.lastStream->started({});
        bench.backend.lastStream->say(u"Hello"_s);
        bench.backend.lastStream->succeed();

        QVERIFY(client->ended);
        QCOMPARE(bench.follow()->response.body, client->response.body);
        QCOMPARE(bench.log.latest(1).first().outcome, Outcome::Answered);
    }

    void aRefusalKeepsItsStatus()
    {
        Bench bench;
        const auto client = bench.ask(true);
        bench.backend.lastStream->fail({.code = core::ErrorCode::NotFound, .message = u"no"_s});

        QCOMPARE(client->response.status, 404);
        QTRY_VERIFY(!bench.backend.lastStream);
        const auto other = bench.ask(false);
        bench.backend.lastStream->fail({.code = core::ErrorCode::NotFound, .message = u"no"_s});
        QCOMPARE(other->response.status, 404);
        QVERIFY(!bench.streams.find(bench.lastId, {}));
    }

    void aBrokenStreamIsBrokenForAll()
    {
        Bench bench;
        const auto client = bench.ask(true);
        emit bench.backend.lastStream->started({});
        bench.backend.lastStream->say(u"Hello"_s);
        bench.backend.lastStream->fail({.code = core::ErrorCode::Protocol, .message = u"cut"_s});

        QVERIFY(client->aborted);
        const auto again = bench.follow();
        QVERIFY(again->aborted);
        QCOMPARE(again->response.body, client->response.body);
        QCOMPARE(bench.log.latest(1).first().outcome, Outcome::Failed);
    }

    void aSlowFollowerGetsTheRestLater()
    {
        Bench bench;
        const auto client = bench.ask(true);
        emit bench.backend.lastStream->started({});
        const auto slow = bench.follow();
        emit slow->congested();
        bench.backend.lastStream->say(u"Hello"_s);
        bench.backend.lastStream->succeed();
        QVERIFY(!slow->ended);
        QVERIFY(!slow->response.body.contains("Hello"));

        emit slow->drained();

        QVERIFY(slow->ended);
        QCOMPARE(slow->response.body, client->response.body);
    }

    void nothingIsKeptForEver()
    {
        Bench bench({.after = 40ms});
        const auto client = bench.ask(false);
        emit bench.backend.lastStream->started({});
        bench.backend.lastStream->succeed();
        QVERIFY(bench.streams.find(bench.lastId, {}));

        QTRY_VERIFY(!bench.streams.find(bench.lastId, {}));
        QCOMPARE(bench.streams.count(), 0);
    }

    void aloneForTooLongEndsTheGeneration()
    {
        Bench bench({.alone = 40ms});
        auto client = bench.ask(true);
        emit bench.backend.lastStream->started({});
        QTest::qWait(120); // a client that stays may take its time
        QVERIFY(bench.backend.lastStream);

        client.reset();

        QTRY_VERIFY(!bench.backend.lastStream);
        QCOMPARE(bench.log.latest(1).first().outcome, Outcome::ClientLeft);
    }

    void aStreamThatIsTooLongIsSentAndNotKept()
    {
        Bench bench({.streamBytes = 1000});
        const auto client = bench.ask(false);
        emit bench.backend.lastStream->started({});
        bench.backend.lastStream->say(QString(2000, u'x'));
        bench.backend.lastStream->succeed();

        QVERIFY(client->ended);
        QVERIFY(client->response.body.contains(QByteArray(2000, 'x')));
        QVERIFY(!bench.streams.find(bench.lastId, {}));
    }

    void theOldestMakesRoom()
    {
        Bench bench({.streams = 3});
        QList<QByteArray> ids;
        for (int i = 0; i < 5; ++i) {
            const auto client = bench.ask(false);
            ids.append(bench.lastId);
            emit bench.backend.lastStream->started({});
            bench.backend.lastStream->succeed();
        }
        QVERIFY(!bench.streams.find(ids[0], {}));
        QVERIFY(!bench.streams.find(ids[1], {}));
        QVERIFY(bench.streams.find(ids[4], {}));
        QCOMPARE(bench.streams.count(), 3);
    }

    void canBeSwitchedOff()
    {
        Bench bench({.after = 0ms});
        const auto client = bench.ask(true);
        emit bench.backend.lastStream->started({});
        bench.backend.lastStream->succeed();
        QVERIFY(client->ended);
        QCOMPARE(bench.streams.count(), 0);
    }

    void endsInAnyOrder()
    {
        auto bench = std::make_unique<Bench>();
        auto client = bench->ask(true);
        emit bench->backend.lastStream->started({});
        client.reset();
        bench.reset(); // what goes on alone ends with the gateway
    }
};

QTEST_GUILESS_MAIN(TestKeptStreams)
#include "tst_keptstreams.moc"
