// SPDX-License-Identifier: MIT
#include "oci/http/circuitbreaker.h"

#include "core/ports/clock.h"
#include "oci/http/signedclient.h"
#include "tests/support/cannedserver.h"
#include "tests/support/fakeauth.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using oci::CircuitBreaker;
using tests::Script;

namespace {

void fail(CircuitBreaker &breaker, int times, CircuitBreaker::Time now,
          const QByteArray &circuit = "host model")
{
    for (int i = 0; i < times; ++i)
        breaker.begin(circuit, now)->failed(now);
}

} // namespace

class TestCircuitBreaker : public QObject
{
    Q_OBJECT

private slots:
    void staysClosedForFewFailures()
    {
        CircuitBreaker breaker;
        fail(breaker, 9, 0ms);
        QVERIFY(breaker.begin("host model", 1ms));
    }

    void opensAfterTenFailures()
    {
        CircuitBreaker breaker;
        fail(breaker, 10, 1s);

        const auto refused = breaker.begin("host model", 11s);

        QVERIFY(!refused);
        QCOMPARE(refused.error(), 20s);
    }

    void isOneForEachHostAndModel()
    {
        CircuitBreaker breaker;
        fail(breaker, 10, 0ms);
        QVERIFY(breaker.begin("host other-model", 1ms));
        QVERIFY(breaker.begin("other-host model", 1ms));
    }

    void staysClosedWhereOneInThreeSucceeds()
    {
        CircuitBreaker breaker;
        for (int i = 0; i < 30; ++i) {
            auto attempt = breaker.begin("host model", CircuitBreaker::Time(i));
            QVERIFY(attempt);
            if (i % 3 == 0)
                attempt->succeeded(CircuitBreaker::Time(i));
            else
                attempt->failed(CircuitBreaker::Time(i));
        }
    }

    void forgetsWhatIsLongAgo()
    {
        CircuitBreaker breaker;
        fail(breaker, 9, 0ms);
        fail(breaker, 9, 121s);
        QVERIFY(breaker.begin("host model", 121s));
    }

    void letsOneCallFindOutAfterTheRest()
    {
        CircuitBreaker breaker;
        fail(breaker, 10, 0ms);

        auto probe = breaker.begin("host model", 30s);

        QVERIFY(probe);
        QVERIFY(!breaker.begin("host model", 30s)); // the others wait for what it finds
        probe->succeeded(31s);
        QVERIFY(breaker.begin("host model", 31s));
        fail(breaker, 9, 31s);
        QVERIFY(breaker.begin("host model", 31s)); // it has begun anew
    }

    void opensAgainWhenTheProbeFails()
    {
        CircuitBreaker breaker;
        fail(breaker, 10, 0ms);
        breaker.begin("host model", 30s)->failed(32s);
        QCOMPARE(breaker.begin("host model", 32s).error(), 30s);
    }

    void aProbeThatWasGivenUpLetsAnotherFindOut()
    {
        CircuitBreaker breaker;
        fail(breaker, 10, 0ms);
        {
            const auto given = breaker.begin("host model", 30s);
            QVERIFY(given);
        }
        QVERIFY(breaker.begin("host model", 30s));
    }

    void aProbeThatTakesLongHoldsNobodyBackForLong()
    {
        CircuitBreaker breaker;
        fail(breaker, 10, 0ms);
        auto slow = breaker.begin("host model", 30s);
        QVERIFY(slow);
        QVERIFY(!breaker.begin("host model", 59s));

        auto next = breaker.begin("host model", 60s);

        QVERIFY(next);
        next->succeeded(61s);
        QVERIFY(breaker.begin("host model", 61s));
        slow->failed(62s); // too late to say anything about now
        QVERIFY(breaker.begin("host model", 62s));
    }

    void whatWasSentBeforeDoesNotProlongTheRest()
    {
        CircuitBreaker breaker;
        auto early = breaker.begin("host model", 0ms);
        fail(breaker, 10, 0ms);

        early->succeeded(20s);

        QCOMPARE(breaker.begin("host model", 20s).error(), 10s);
    }

    void manyCircuitsPushOutTheOldest()
    {
        CircuitBreaker breaker;
        fail(breaker, 10, 1s, "first");
        for (int i = 0; i < 256; ++i)
            fail(breaker, 10, 2s, "model " + QByteArray::number(i));

        QVERIFY(breaker.begin("first", 3s));
        QVERIFY(!breaker.begin("model 255", 3s));
    }

    void callsThatWereGivenUpCountAsNothing()
    {
        CircuitBreaker breaker;
        for (int i = 0; i < 50; ++i)
            QVERIFY(breaker.begin("host model", 0ms));
    }

    void aClientAsksNoMoreWhereTheCircuitIsOpen_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("opens");
        QTest::newRow("502") << 502 << true;
        QTest::newRow("503") << 503 << true;
        QTest::newRow("504") << 504 << true;
        QTest::newRow("500 may be the request's fault") << 500 << false;
        QTest::newRow("429 is a healthy service") << 429 << false;
        QTest::newRow("404") << 404 << false;
    }

    void aClientAsksNoMoreWhereTheCircuitIsOpen()
    {
        QFETCH(const int, status);
        QFETCH(const bool, opens);
        tests::CannedServer server;
        server.add(Script::reply(status, "{}"));
        tests::FakeAuth auth;
        const core::SystemClock clock;
        oci::NetworkPool network;
        oci::ClientSettings settings;
        settings.retry.attempts = 1;
        settings.circuit.calls = 3;
        oci::SignedClient client(network, auth, clock, settings);
        const auto ask = [&](const QByteArray &model) {
            const auto answer =
                    client.fetch({.method = "GET", .url = QUrl(server.url()), .circuit = model});
            [&] { QTRY_VERIFY(answer.isFinished()); }();
            return answer.result().error();
        };
        for (int i = 0; i < 3; ++i)
            QCOMPARE(ask("a").upstreamStatus, status);

        const core::Error error = ask("a");

        QCOMPARE(error.upstreamStatus, opens ? 0 : status);
        QCOMPARE(server.requests.size(), opens ? 3 : 4);
        QCOMPARE(ask("b").upstreamStatus, status);
        if (opens) {
            QCOMPARE(error.reason, u"circuit_open"_s);
            QVERIFY(error.requestId.isEmpty());
            QCOMPARE(error.code, core::ErrorCode::Unavailable);
            QVERIFY(error.retryAfter > 20s);
        }
    }

    void theFailureThatOpensTheCircuitIsTold()
    {
        tests::CannedServer server;
        server.add(Script::reply(503, R"({"code":"ServiceUnavailable","message":"Too hot"})",
                                 "opc-request-id: HOT\r\n"));
        tests::FakeAuth auth;
        const core::SystemClock clock;
        oci::NetworkPool network;
        oci::ClientSettings settings;
        settings.retry.firstDelay = 1ms;
        settings.retry.jitter = 0ms;
        settings.circuit.calls = 2;
        oci::SignedClient client(network, auth, clock, settings);

        const auto answer = client.fetch({.method = "GET", .url = QUrl(server.url())});
        QTRY_VERIFY(answer.isFinished());

        const core::Error error = answer.result().error();
        QCOMPARE(server.requests.size(), 2);
        QVERIFY2(error.message.contains("Too hot"_L1), qPrintable(error.message));
        QCOMPARE(error.requestId, u"HOT"_s);
        QVERIFY(error.retryAfter > 20s);
    }
};

QTEST_GUILESS_MAIN(TestCircuitBreaker)
#include "tst_circuitbreaker.moc"
