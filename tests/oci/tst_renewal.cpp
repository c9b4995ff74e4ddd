// SPDX-License-Identifier: MIT
#include "core/ports/clock.h"
#include "oci/http/signedclient.h"
#include "tests/support/cannedserver.h"
#include "tests/support/fakeauth.h"

#include <QTest>

using core::Error;
using core::ErrorCode;
using core::Result;
using tests::Script;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct Bench {
    Bench()
    {
        settings.retry.firstDelay = 1ms;
        settings.retry.jitter = 0ms;
    }

    QFuture<Result<oci::WholeReply>> fetch()
    {
        if (!client)
            client.emplace(network, auth, clock, settings);
        return client->fetch(
                {.method = "GET", .url = QUrl(server.url() + u"/models"_s), .headers = {}});
    }

    QByteArray authorization(qsizetype request) const
    {
        return server.requests.at(request).header("authorization");
    }

    tests::CannedServer server;
    tests::FakeAuth auth;
    core::SystemClock clock;
    oci::NetworkPool network;
    oci::ClientSettings settings;
    std::optional<oci::SignedClient> client;
};

Script refusal()
{
    return Script::reply(401, R"({"code":"NotAuthenticated","message":"who are you"})",
                         "opc-request-id: abc\r\n");
}

} // namespace

//! What a client does about a 401 (protocol reference, 3.6).
class TestRenewal : public QObject
{
    Q_OBJECT

private slots:
    void sendsOnceMoreWithTheNewCredential()
    {
        Bench bench;
        bench.auth.renewal = Result<void>();
        bench.server.add(refusal());
        bench.server.add(Script::reply(200, "fine"));

        const auto future = bench.fetch();
        QTRY_VERIFY(future.isFinished());

        QVERIFY(future.result());
        QCOMPARE(future.result()->body, "fine");
        QCOMPARE(bench.auth.renewals, 1);
        QCOMPARE(bench.server.requests.size(), 2);
        QCOMPARE(bench.authorization(0), "Test 1");
        QCOMPARE(bench.authorization(1), "Test 2");
    }

    void aSecondRefusalStands()
    {
        Bench bench;
        bench.auth.renewal = Result<void>();
        bench.server.add(refusal());

        const auto future = bench.fetch();
        QTRY_VERIFY(future.isFinished());

        QCOMPARE(future.result().error().code, ErrorCode::Unauthorized);
        QCOMPARE(future.result().error().upstreamStatus, 401);
        QCOMPARE(bench.auth.renewals, 1);
        QCOMPARE(bench.server.requests.size(), 2);
    }

    void aRenewalCostsNoAttempt()
    {
        Bench bench;
        bench.settings.retry.attempts = 2;
        bench.auth.renewal = Result<void>();
        bench.server.add(refusal());
        bench.server.add(Script::reply(503, "{}"));
        bench.server.add(Script::reply(200, "fine"));

        const auto future = bench.fetch();
        QTRY_VERIFY(future.isFinished());

        QVERIFY(future.result());
        QCOMPARE(bench.server.requests.size(), 3);
    }

    void whereNothingCanBeRenewedTheRefusalStands()
    {
        Bench bench;
        bench.server.add(refusal());

        const auto future = bench.fetch();
        QTRY_VERIFY(future.isFinished());

        QCOMPARE(future.result().error().requestId, u"abc"_s);
        QVERIFY(future.result().error().message.contains(u"who are you"_s));
        QCOMPARE(bench.auth.renewals, 1);
        QCOMPARE(bench.server.requests.size(), 1);
    }

    void aFailedRenewalSaysWhatToDo()
    {
        Bench bench;
        bench.auth.renewal = std::unexpected(Error{.code = ErrorCode::Unauthorized,
                                                   .message = u"Sign in again"_s,
                                                   .reason = u"session_expired"_s});
        bench.server.add(refusal());

        const auto future = bench.fetch();
        QTRY_VERIFY(future.isFinished());

        const Error error = future.result().error();
        QCOMPARE(error.message, u"Sign in again"_s);
        QCOMPARE(error.reason, u"session_expired"_s);
        QCOMPARE(error.requestId, u"abc"_s);
        QCOMPARE(error.upstreamStatus, 401);
        QCOMPARE(bench.server.requests.size(), 1);
    }

    void waitsForTheRenewal()
    {
        Bench bench;
        bench.auth.renewal = Result<void>();
        bench.server.add(refusal());
        bench.server.add(Script::reply(200, "fine"));
        bench.auth.renewalWaits = true;

        const auto future = bench.fetch();
        QTRY_COMPARE(bench.auth.renewals, 1);
        QVERIFY(!future.isFinished());
        QCOMPARE(bench.server.requests.size(), 1);
        bench.auth.renewed();

        QTRY_VERIFY(future.isFinished());
        QVERIFY(future.result());
    }

    void aCancelledRenewalLeavesTheRefusal()
    {
        Bench bench;
        bench.auth.renewal = Result<void>();
        bench.auth.renewalWaits = true;
        bench.server.add(refusal());
        const auto future = bench.fetch();
        QTRY_COMPARE(bench.auth.renewals, 1);

        bench.auth.pendingRenewal.future().cancel();
        bench.auth.pendingRenewal.finish();

        QTRY_VERIFY(future.isFinished());
        QCOMPARE(future.result().error().requestId, u"abc"_s);
    }

    void aRenewalHasItsTime()
    {
        Bench bench;
        bench.settings.signTimeout = 20ms;
        bench.settings.retry.attempts = 1;
        bench.auth.renewal = Result<void>();
        bench.auth.renewalWaits = true;
        bench.server.add(refusal());

        const auto future = bench.fetch();

        QTRY_VERIFY(future.isFinished());
        QCOMPARE(future.result().error().code, ErrorCode::Timeout);
    }

    void leavingWhileItIsRenewedIsAllowed()
    {
        Bench bench;
        bench.auth.renewal = Result<void>();
        bench.auth.renewalWaits = true;
        bench.server.add(refusal());
        auto future = bench.fetch();
        QTRY_COMPARE(bench.auth.renewals, 1);

        future.cancel();
        bench.client.reset();
        bench.auth.renewed();

        QVERIFY(future.isCanceled());
        QCOMPARE(bench.server.requests.size(), 1);
    }

    // No other credential would do better: its signature has the wrong date, too.
    void aWrongClockIsNotCuredByRenewing()
    {
        Bench bench;
        bench.auth.renewal = Result<void>();
        bench.server.add(Script::reply(401, "{}", "Date: Mon, 04 May 2020 10:20:00 GMT\r\n"));

        const auto future = bench.fetch();
        QTRY_VERIFY(future.isFinished());

        QCOMPARE(future.result().error().reason, QLatin1StringView(oci::clockSkew));
        QCOMPARE(bench.auth.renewals, 0);
    }
};

QTEST_GUILESS_MAIN(TestRenewal)
#include "tst_renewal.moc"
