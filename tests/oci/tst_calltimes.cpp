// SPDX-License-Identifier: MIT
#include "core/ports/clock.h"
#include "oci/http/signedclient.h"
#include "tests/support/cannedserver.h"
#include "tests/support/fakeauth.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using State = core::UpstreamReport::Circuit::State;
using tests::Script;

namespace {

struct Bench {
    Bench()
    {
        settings.retry.firstDelay = 20ms;
        settings.retry.jitter = 0ms;
    }

    core::Result<oci::WholeReply> fetch()
    {
        if (!client)
            client.emplace(network, auth, clock, settings);
        const auto future = client->fetch({.method = "GET", .url = QUrl(server.url() + u"/x"_s)});
        if (!QTest::qWaitFor([&] { return future.isFinished(); }))
            qFatal("no answer");
        return future.result();
    }

    tests::CannedServer server;
    tests::FakeAuth auth;
    core::SystemClock clock;
    oci::NetworkPool network;
    oci::ClientSettings settings;
    std::optional<oci::SignedClient> client;
};

} // namespace

class TestCallTimes : public QObject
{
    Q_OBJECT

private slots:
    void tellsPhasesApart()
    {
        Bench bench;
        bench.server.add(Script::reply(200, "{}"));
        bench.server.add(Script::reply(200, "{}"));

        const auto first = bench.fetch();
        QVERIFY(first);
        const core::CallTimes times = first->head.times;
        QCOMPARE(times.attempts, 1);
        QVERIFY(times.connecting > 0us);
        QVERIFY(times.waiting > 0us);
        QCOMPARE(times.resting, 0us);
        QVERIFY(times.connecting + times.waiting + times.signing < 60s);

        const core::UpstreamReport report = bench.client->report();
        QCOMPARE(report.requests, 1u);
        QCOMPARE(report.sendings, 1u);
        QCOMPARE(report.retries, 0u);
        QCOMPARE(report.failures, 0u);
        QCOMPARE(report.underWay, 0);
        QVERIFY(report.circuits.isEmpty());
    }

    void aRetryCountsWithItsRest()
    {
        Bench bench;
        bench.server.add(Script::reply(503, "{}"));
        bench.server.add(Script::reply(200, "{}"));

        const auto answer = bench.fetch();
        QVERIFY(answer);
        QCOMPARE(answer->head.times.attempts, 2);
        QVERIFY(answer->head.times.resting >= 10ms);
        const core::UpstreamReport report = bench.client->report();
        QCOMPARE(report.requests, 1u);
        QCOMPARE(report.sendings, 2u);
        QCOMPARE(report.retries, 1u);
        QCOMPARE(report.circuits.size(), 1);
        QCOMPARE(report.circuits.first().state, State::Failing);
    }

    void anOpenCircuitIsReported()
    {
        Bench bench;
        bench.settings.retry.attempts = 1;
        bench.settings.circuit.calls = 2;
        bench.server.add(Script::reply(503, "{}"));
        bench.server.add(Script::reply(503, "{}"));

        QVERIFY(!bench.fetch());
        QVERIFY(!bench.fetch());
        QVERIFY(!bench.fetch());

        const core::UpstreamReport report = bench.client->report();
        QCOMPARE(report.requests, 3u);
        QCOMPARE(report.sendings, 2u);
        QCOMPARE(report.failures, 3u);
        QCOMPARE(report.refused, 1u);
        QCOMPARE(report.underWay, 0);
        QCOMPARE(report.circuits.size(), 1);
        QCOMPARE(report.circuits.first().state, State::Open);
        QCOMPARE(report.circuits.first().target, u"127.0.0.1"_s);
    }

    void givenUpIsNoFailure()
    {
        Bench bench;
        oci::SignedClient client(bench.network, bench.auth, bench.clock, bench.settings);
        auto future = client.fetch({.method = "GET", .url = QUrl(bench.server.url() + u"/x"_s)});
        QCOMPARE(client.report().underWay, 1);

        future.cancel();

        QTRY_COMPARE(client.report().underWay, 0);
        QCOMPARE(client.report().failures, 0u);
    }
};

QTEST_GUILESS_MAIN(TestCallTimes)
#include "tst_calltimes.moc"
