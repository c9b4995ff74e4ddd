// SPDX-License-Identifier: MIT
#include "core/ports/clock.h"
#include "oci/http/signedclient.h"
#include "tests/support/cannedserver.h"
#include "tests/support/fakeauth.h"

#include <QElapsedTimer>
#include <QLoggingCategory>
#include <QNetworkCookieJar>
#include <QTest>

using core::ErrorCode;
using core::Result;
using oci::OutgoingRequest;
using oci::WholeReply;
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

    oci::SignedClient &client()
    {
        if (!made)
            made.emplace(network, auth, clock, settings);
        return *made;
    }

    OutgoingRequest get(const QByteArray &target = "/models") const
    {
        return {.method = "GET",
                .url = QUrl::fromEncoded(server.url().toLatin1() + target),
                .headers = {{"accept", "application/json"}}};
    }

    OutgoingRequest post(const QByteArray &body) const
    {
        OutgoingRequest request = get("/chat");
        request.method = "POST";
        request.body = body;
        request.headers = {{"content-type", "application/json"}};
        return request;
    }

    tests::CannedServer server;
    tests::FakeAuth auth;
    core::SystemClock clock;
    oci::NetworkPool network;
    oci::ClientSettings settings;
    std::optional<oci::SignedClient> made;
};

} // namespace

class TestSignedClient : public QObject
{
    Q_OBJECT

private slots:
    void sendsWhatWasSigned()
    {
        Bench bench;
        bench.settings.makeRequestId = [] { return "0123"_ba; };
        bench.server.add(Script::reply(200, "fine", "x-more: yes\r\n"));
        const QByteArray target =
                "/a%2Fb/%7Bx%7D/c;d=e/~f?page=a%2Bb%3D%3D&x=%20y+z&q=a:b@c,'(d)*!%25";

        const auto future = bench.client().fetch(bench.get(target));
        QTRY_VERIFY(future.isFinished());

        QVERIFY(future.result());
        QCOMPARE(future.result()->body, "fine");
        QCOMPARE(future.result()->head.header("X-More"), "yes");
        const auto &sent = bench.server.requests.first();
        QCOMPARE(sent.target, target);
        QCOMPARE(bench.auth.lastRequest.url.toEncoded(QUrl::FullyEncoded),
                 bench.server.url().toLatin1() + target);
        QCOMPARE(sent.header("host"), bench.server.url().mid(7).toLatin1());
        QCOMPARE(sent.header("authorization"), "Test 1");
        QCOMPARE(sent.header("accept-encoding"), "identity");
        QCOMPARE(sent.header("opc-request-id"), "0123");
        QVERIFY(sent.header("user-agent").startsWith("Gatehouse/"));
        QVERIFY(sent.header("cookie").isEmpty());
    }

    void sendsTheBodyByteForByte()
    {
        Bench bench;
        bench.server.add(Script::reply(200, "{}"));
        QByteArray body = "{\"a\":\"\xc3\x86 \\n\"}";
        body += QByteArray(3'000'000, ' ');

        const auto future = bench.client().fetch(bench.post(body));
        QTRY_VERIFY(future.isFinished());

        QVERIFY(future.result());
        QVERIFY(bench.server.requests.first().body == body);
        QCOMPARE(bench.server.requests.first().header("content-type"), "application/json");
    }

    void keepsNoCookies()
    {
        Bench bench;
        bench.server.add(Script::reply(200, "{}", "set-cookie: a=b; path=/\r\n"));
        for (int i = 0; i < 2; ++i) {
            const auto future = bench.client().fetch(bench.get());
            QTRY_VERIFY(future.isFinished());
        }
        QVERIFY(bench.server.requests.last().header("cookie").isEmpty());
        QVERIFY(bench.network.lease()
                        .manager()
                        .cookieJar()
                        ->cookiesForUrl(QUrl(bench.server.url()))
                        .isEmpty());
    }

    void followsNoRedirect()
    {
        Bench bench;
        bench.server.add(Script::reply(
                307, {}, "location: " + bench.server.url().toLatin1() + "/elsewhere\r\n"));

        const auto future = bench.client().fetch(bench.get());
        QTRY_VERIFY(future.isFinished());

        QCOMPARE(future.result().error().code, ErrorCode::Protocol);
        QCOMPARE(bench.server.requests.size(), 1);
    }

    void triesAgainAndSignsAgain()
    {
        Bench bench;
        bench.server.add(Script::reply(503, R"({"code":"503","message":"later"})"));
        bench.server.add(
                Script::reply(429, R"({"code":"429","message":"slow"})", "retry-after: 0\r\n"));
        bench.server.add(Script::reply(200, "fine"));

        const auto future = bench.client().fetch(bench.get());
        QTRY_VERIFY(future.isFinished());

        QVERIFY(future.result());
        QCOMPARE(bench.server.requests.size(), 3);
        QCOMPARE(bench.server.requests[0].header("authorization"), "Test 1");
        QCOMPARE(bench.server.requests[2].header("authorization"), "Test 3");
        QCOMPARE(bench.server.requests[0].header("opc-request-id"),
                 bench.server.requests[2].header("opc-request-id"));
    }

    void givesUpAndPassesOnTheDelay()
    {
        Bench bench;
        bench.server.add(Script::reply(429, R"({"code":"429","message":"slow"})",
                                       "retry-after: 60\r\nopc-request-id: ABC\r\n"));

        const auto future = bench.client().fetch(bench.get());
        QTRY_VERIFY(future.isFinished());

        const core::Error error = future.result().error();
        QCOMPARE(error.code, ErrorCode::RateLimited);
        QCOMPARE(error.retryAfter, 60s);
        QCOMPARE(error.requestId, u"ABC"_s);
        QCOMPARE(bench.server.requests.size(), 1);
    }

    void whoHasAnotherToAskIsToldAtOnce_data()
    {
        QTest::addColumn<int>("status"); // 0: the connection breaks
        for (const int status : {0, 429, 500, 503})
            QTest::addRow("%d", status) << status;
    }

    void whoHasAnotherToAskIsToldAtOnce()
    {
        QFETCH(int, status);
        Bench bench;
        bench.settings.retry.firstDelay = 10s; // would time out
        bench.server.add(status == 0 ? Script().reset() : Script::reply(status, "{}"));
        const auto hasty = bench.client().withoutRetries();

        const auto future = hasty->fetch(bench.get());
        QTRY_VERIFY(future.isFinished());

        QVERIFY(!future.result());
        // Where a connection closes without an answer, Qt itself asks once more, at once.
        QVERIFY(bench.server.requests.size() <= (status == 0 ? 2 : 1));
        QCOMPARE(bench.client().report().sendings, 1);
        QCOMPARE(bench.client().report().failures, 1);
    }

    //! What fails for one is not asked by the other.
    void withoutRetriesTheCircuitIsTheSame()
    {
        Bench bench;
        bench.settings.retry.attempts = 1;
        bench.settings.circuit.calls = 2;
        bench.server.add(Script::reply(503, "{}"));
        const auto hasty = bench.client().withoutRetries();

        for (int i = 0; i < 2; ++i) {
            const auto failing = hasty->fetch(bench.get());
            QTRY_VERIFY(failing.isFinished());
        }
        const auto future = bench.client().fetch(bench.get());
        QTRY_VERIFY(future.isFinished());

        QCOMPARE(future.result().error().reason, u"circuit_open"_s);
        QCOMPARE(bench.server.requests.size(), 2);
    }

    void a500IsTriedOnceMore()
    {
        Bench bench;
        bench.server.add(Script::reply(500, "oops"));

        const auto future = bench.client().fetch(bench.get());
        QTRY_VERIFY(future.isFinished());

        QCOMPARE(future.result().error().upstreamStatus, 500);
        QCOMPARE(bench.server.requests.size(), 2);
    }

    void aResetBeforeTheHeadIsANetworkError()
    {
        Bench bench;
        bench.settings.retry.attempts = 1;
        bench.server.add(Script().reset());

        const auto future = bench.client().fetch(bench.post("{}"));
        QTRY_VERIFY(future.isFinished());

        QCOMPARE(future.result().error().code, ErrorCode::Network);
        QCOMPARE(future.result().error().reason, u"closed"_s);
    }

    void aRefusedConnectionIsToldInWords()
    {
        Bench bench;
        OutgoingRequest request = bench.get();
        {
            tests::CannedServer gone;
            request.url = QUrl(gone.url());
        }
        bench.settings.retry.attempts = 1;

        const auto future = bench.client().fetch(request);
        QTRY_VERIFY(future.isFinished());

        QCOMPARE(future.result().error().code, ErrorCode::Network);
        QCOMPARE(future.result().error().reason, u"refused"_s);
        QVERIFY(future.result().error().message.contains("127.0.0.1"_L1));
    }

    void somethingThatIsNotHttpIsNoAnswer()
    {
        Bench bench;
        bench.settings.retry.attempts = 1;
        bench.server.add(Script().send("SSH-2.0-OpenSSH_9.9\r\n\r\n").close());

        const auto future = bench.client().fetch(bench.get());
        QTRY_VERIFY(future.isFinished());

        QVERIFY(!future.result());
        QCOMPARE(future.result().error().code, ErrorCode::Network);
        QCOMPARE(future.result().error().reason, u"closed"_s);
    }

    void eachPhaseHasItsTime_data()
    {
        QTest::addColumn<Script>("script");
        QTest::addColumn<bool>("signs");
        QTest::newRow("signing") << Script() << false;
        QTest::newRow("first byte") << Script() << true;
        QTest::newRow("half a head") << Script().send("HTTP/1.1 200 OK\r\n") << true;
        QTest::newRow("body") << Script().send("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc")
                              << true;
    }

    void eachPhaseHasItsTime()
    {
        QFETCH(Script, script);
        QFETCH(bool, signs);
        Bench bench;
        bench.settings.retry.attempts = 1;
        bench.settings.signTimeout = bench.settings.firstByteTimeout = bench.settings.idleTimeout =
                50ms;
        bench.auth.waits = !signs;
        bench.server.add(script);

        const auto future = bench.client().fetch(bench.get());
        QTRY_VERIFY(future.isFinished());

        QCOMPARE(future.result().error().code, ErrorCode::Timeout);
        QTRY_COMPARE(bench.server.closed, signs ? 1 : 0);
    }

    void connectingHasItsTime()
    {
        Bench bench;
        bench.settings.retry.attempts = 1;
        bench.settings.connectTimeout = 50ms;
        bench.server.add(Script()); // takes the connection and never begins with TLS
        OutgoingRequest request = bench.get();
        request.url.setScheme(u"https"_s);

        const auto future = bench.client().fetch(request);
        QTRY_VERIFY(future.isFinished());

        QCOMPARE(future.result().error().code, ErrorCode::Timeout);
        QVERIFY2(future.result().error().message.startsWith("No connection"_L1),
                 qPrintable(future.result().error().message));
    }

    void aModelMayThinkAfterTheHead()
    {
        Bench bench;
        bench.settings.idleTimeout = 50ms;
        bench.server.add(Script::events().wait(200ms).chunk("data: 1\n\n").lastChunk());

        const auto future = bench.client().fetch(bench.get());
        QTRY_VERIFY(future.isFinished());

        QVERIFY(future.result());
        QCOMPARE(future.result()->body, "data: 1\n\n");
    }

    void betweenTwoEventsTheTimeIsShorter()
    {
        Bench bench;
        bench.settings.idleTimeout = 50ms;
        bench.server.add(Script::events().chunk("data: 1\n\n"));
        QElapsedTimer clock;
        clock.start();

        const auto future = bench.client().fetch(bench.get());
        QTRY_VERIFY(future.isFinished());

        QCOMPARE(future.result().error().code, ErrorCode::Timeout);
        QVERIFY(future.result().error().message.contains("in the middle"_L1));
        QVERIFY(clock.durationElapsed() < 5s);
    }

    void aFailureWhoseBodyStallsIsStillThatFailure()
    {
        Bench bench;
        bench.settings.idleTimeout = 50ms;
        bench.server.add(Script().send("HTTP/1.1 404 No\r\ncontent-length: 10\r\n\r\nabc"));

        const auto future = bench.client().fetch(bench.get());
        QTRY_VERIFY(future.isFinished());

        QCOMPARE(future.result().error().code, ErrorCode::NotFound);
        QTRY_COMPARE(bench.server.closed, 1);
    }

    void aRefusedCredentialIsPassedOn()
    {
        Bench bench;
        bench.auth.refusal =
                core::Error{.code = ErrorCode::Unauthorized, .message = u"sign in again"_s};

        const auto future = bench.client().fetch(bench.get());
        QTRY_VERIFY(future.isFinished());

        QCOMPARE(future.result().error(), *bench.auth.refusal);
        QCOMPARE(bench.server.connections, 0);
    }

    void cancelledSigningEndsTheRequest()
    {
        Bench bench;
        bench.auth.waits = true;
        const auto future = bench.client().fetch(bench.get());

        bench.auth.pending.future().cancel();
        bench.auth.pending.finish();

        QTRY_VERIFY(future.isFinished());
        QCOMPARE(future.result().error().code, ErrorCode::Cancelled);
    }

    void cancellingTheFutureClosesTheConnection()
    {
        Bench bench;
        auto future = bench.client().fetch(bench.get());
        QTRY_COMPARE(bench.server.requests.size(), 1);

        future.cancel();

        QTRY_COMPARE_WITH_TIMEOUT(bench.server.closed, 1, 1000);
    }

    void aClientThatGoesGivesUpWhatIsUnderWay()
    {
        Bench bench;
        const auto future = bench.client().fetch(bench.get());
        QTRY_COMPARE(bench.server.requests.size(), 1);

        bench.made.reset();

        QTRY_COMPARE_WITH_TIMEOUT(bench.server.closed, 1, 1000);
        QVERIFY(future.isCanceled());
    }

    void aLongErrorBodyIsNotReadToItsEnd()
    {
        Bench bench;
        bench.settings.longestErrorBody = 1000;
        bench.server.add(Script().send("HTTP/1.1 404 No\r\ncontent-length: 100000000\r\n\r\n" +
                                       QByteArray(5000, 'x')));

        const auto future = bench.client().fetch(bench.get());
        QTRY_VERIFY(future.isFinished());

        QCOMPARE(future.result().error().code, ErrorCode::NotFound);
        QTRY_COMPARE(bench.server.closed, 1);
    }

    void anAnswerThatIsTooLongIsRefused()
    {
        Bench bench;
        bench.settings.longestBody = 1000;
        bench.server.add(Script::reply(200, QByteArray(5000, 'x')));

        const auto future = bench.client().fetch(bench.get());
        QTRY_VERIFY(future.isFinished());

        QCOMPARE(future.result().error().code, ErrorCode::TooLarge);
    }

    void aBodyCutShortIsAProtocolError()
    {
        Bench bench;
        bench.server.add(Script().send("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc").close());

        const auto future = bench.client().fetch(bench.get());
        QTRY_VERIFY(future.isFinished());

        QCOMPARE(future.result().error().code, ErrorCode::Protocol);
        QCOMPARE(bench.server.requests.size(), 1);
    }

    void manyRequestsRunAtOnce()
    {
        Bench bench;
        QList<QFuture<Result<WholeReply>>> futures;
        // More than one network access manager sends at a time.
        for (int i = 0; i < 300; ++i)
            futures.append(bench.client().fetch(bench.get()));
        // None has been answered, so each has a connection of its own.
        QTRY_COMPARE_WITH_TIMEOUT(bench.server.requests.size(), 300, 20'000);
        QCOMPARE(bench.server.connections, 300);
    }

    void logsHoldNoSecrets()
    {
        Bench bench;
        static QStringList lines;
        lines.clear();
        QLoggingCategory::setFilterRules(u"app.oci.*=true"_s);
        const auto before = qInstallMessageHandler([](QtMsgType, const QMessageLogContext &,
                                                      const QString &line) { lines.append(line); });
        bench.server.add(Script::reply(503, "secret body"));
        bench.server.add(Script::reply(200, "secret body"));

        const auto future = bench.client().fetch(bench.post("secret question"));
        QTRY_VERIFY(future.isFinished());

        qInstallMessageHandler(before);
        QLoggingCategory::setFilterRules({});
        const QString all = lines.join(u'\n');
        QVERIFY2(all.contains("503"_L1), qPrintable(all));
        QVERIFY2(!all.contains("secret"_L1) && !all.contains("Test 1"_L1), qPrintable(all));
    }
};

QTEST_GUILESS_MAIN(TestSignedClient)
#include "tst_signedclient.moc"
