// SPDX-License-Identifier: MIT
//
// Every way in which a session goes on or ends, against the embedded service.

#include "oci/auth/sessiontokenauth.h"

#include "gateway/http/server.h"
#include "oci/config/privatefile.h"
#include "oci/demo/demoservice.h"
#include "tests/support/fixtures.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::Result;
using oci::WholeReply;

namespace {

const QDateTime start(QDate(2034, 1, 5), QTime(21, 31, 40), QTimeZone::UTC);

oci::PrivateKey sessionKey()
{
    return oci::PrivateKey::fromPem(tests::readTestFile(u"fixtures/keys/pkcs8.pem"_s)).value();
}

struct Bench {
    Bench()
    {
        source.tokenFile = folder.filePath(u"token"_s);
        const quint16 port = server.listen(QHostAddress(QHostAddress::LocalHost), 0).value();
        base = u"http://127.0.0.1:%1/us-chicago-1"_s.arg(port);
        source.authBase = QUrl(base + u"/auth"_s);
        source.loadKey = [this] { return Result<oci::PrivateKey>(key); };
        times.client.retry.attempts = 1;
        times.poll = 5ms;
    }

    QByteArray issue(std::chrono::seconds life = 1h)
    {
        return service.account().sessions().issue(key.publicKey(), clock.now, life);
    }

    void write(const QByteArray &token)
    {
        QVERIFY(oci::writePrivateFile(source.tokenFile, core::Secret(QByteArrayView(token))));
    }

    QByteArray onDisk() const
    {
        QFile file(source.tokenFile);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    std::unique_ptr<oci::SessionTokenAuth> makeAuth()
    {
        return std::make_unique<oci::SessionTokenAuth>(source, network, clock, pool, times);
    }

    //! Lists models, signed by the session.
    static oci::OutgoingRequest request(const QString &base)
    {
        return {.method = "GET",
                .url = QUrl(base + u"/generativeai/20231130/models?compartmentId="_s +
                            QString::fromLatin1(oci::demo::DemoAccount::compartment()))};
    }

    int count(const QString &pathPart) const
    {
        int number = 0;
        for (const auto &seen : service.traffic().requests())
            number += seen.path.contains(pathPart) ? 1 : 0;
        return number;
    }
    int refreshes() const { return count(u"authentication/refresh"_s); }
    int calls() const { return count(u"models"_s); }

    void fault(const QString &path, const oci::demo::Fault &fault, int times_)
    {
        service.faults().add({.path = path, .times = times_, .fault = fault});
    }

    QTemporaryDir folder;
    tests::FakeClock clock{start};
    oci::demo::DemoService service{oci::demo::DemoAccount::create().value(), clock};
    gateway::http::Server server{
            [this](core::http::Exchange &exchange) { service.handle(exchange); }};
    QString base;
    oci::PrivateKey key = sessionKey();
    oci::SessionSource source{.profile = u"WORK"_s, .region = u"us-chicago-1"_s};
    oci::SessionTimes times;
    oci::NetworkPool network;
    QThreadPool pool;
};

} // namespace

class TestSessionTokenAuth : public QObject
{
    Q_OBJECT

private slots:
    void goesOnOrSaysWhy_data()
    {
        QTest::addColumn<int>("life");     // seconds
        QTest::addColumn<int>("age");      // seconds, of the token when the request comes
        QTest::addColumn<int>("refusals"); // of the list of models; -1: all
        QTest::addColumn<bool>("revoked");
        QTest::addColumn<QString>("reason"); // empty: the request succeeds
        QTest::addColumn<int>("refreshes");
        QTest::addColumn<int>("calls");

        const QString none;
        QTest::newRow("fresh") << 3600 << 0 << 0 << false << none << 0 << 1;
        QTest::newRow("49 min") << 3600 << 49 * 60 << 0 << false << none << 0 << 1;
        QTest::newRow("51 min") << 3600 << 51 * 60 << 0 << false << none << 1 << 1;
        QTest::newRow("last minute") << 3600 << 3570 << 0 << false << none << 1 << 1;
        QTest::newRow("short, first half") << 300 << 140 << 0 << false << none << 0 << 1;
        QTest::newRow("short, second half") << 300 << 160 << 0 << false << none << 1 << 1;
        QTest::newRow("expired") << 3600 << 3600 << 0 << false << u"session_expired"_s << 0 << 0;
        QTest::newRow("revoked") << 3600 << 0 << 0 << true << u"session_refused"_s << 1 << 1;
        QTest::newRow("refused once") << 3600 << 0 << 1 << false << none << 1 << 2;
        QTest::newRow("refused for ever")
                << 3600 << 0 << -1 << false << u"upstream_unauthorized"_s << 1 << 2;
    }

    void goesOnOrSaysWhy()
    {
        QFETCH(int, life);
        QFETCH(int, age);
        QFETCH(int, refusals);
        QFETCH(bool, revoked);
        QFETCH(QString, reason);
        QFETCH(int, refreshes);
        QFETCH(int, calls);
        Bench bench;
        const QByteArray first = bench.issue(std::chrono::seconds(life));
        bench.write(first);
        const auto auth = bench.makeAuth();
        oci::SignedClient client(bench.network, *auth, bench.clock);
        bench.clock.now = start.addSecs(age);
        if (refusals != 0)
            bench.fault(u"models"_s, {.status = 401}, refusals < 0 ? 0 : refusals);
        if (revoked)
            bench.service.account().sessions().revokeAll();

        const auto reply = client.fetch(Bench::request(bench.base));
        QTRY_VERIFY(reply.isFinished());

        const auto result = reply.result();
        QCOMPARE(result ? QString() : result.error().reason, reason);
        QTRY_COMPARE(bench.refreshes(), refreshes);
        QCOMPARE(bench.calls(), calls);
        const bool isRenewed = refreshes > 0 && !revoked;
        QTRY_COMPARE(bench.onDisk() != first, isRenewed);
        if (isRenewed) {
            QTRY_COMPARE(*auth->expires(), start.addSecs(age + life));
            QCOMPARE(QFile::permissions(bench.source.tokenFile) &
                             (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup |
                              QFile::WriteOther),
                     QFile::Permissions());
        }
        if (!result) {
            QVERIFY(!result.error().message.contains(QString::fromLatin1(first)));
            if (reason.startsWith(u"session"_s))
                QVERIFY(result.error().message.contains(u"oci session authenticate"_s));
        }
    }

    void whatIsNoTokenIsSaid_data()
    {
        QTest::addColumn<QByteArray>("content"); // null: no file
        QTest::addColumn<QString>("reason");

        QTest::newRow("missing") << QByteArray() << u"session_missing"_s;
        QTest::newRow("empty") << QByteArray("") << u"session_unreadable"_s;
        QTest::newRow("garbage") << QByteArray("what?") << u"session_unreadable"_s;
    }

    void whatIsNoTokenIsSaid()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, reason);
        Bench bench;
        if (!content.isNull())
            bench.write(content);
        const auto auth = bench.makeAuth();
        oci::SignedClient client(bench.network, *auth, bench.clock);

        const auto refused = client.fetch(Bench::request(bench.base));
        QTRY_VERIFY(refused.isFinished());
        QCOMPARE(refused.result().error().reason, reason);
        QCOMPARE(bench.calls(), 0);

        bench.write("ST$" + bench.issue() + '\n'); // signing in is all that is needed
        const auto reply = client.fetch(Bench::request(bench.base));
        QTRY_VERIFY(reply.isFinished());
        QVERIFY(reply.result());
    }

    void anyNumberOfRequestsMakesOneRenewal_data()
    {
        QTest::addColumn<int>("age");
        QTest::addColumn<int>("refusals");

        QTest::newRow("waiting in the last minute") << 3570 << 0;
        QTest::newRow("refused together") << 0 << 20;
    }

    void anyNumberOfRequestsMakesOneRenewal()
    {
        QFETCH(int, age);
        QFETCH(int, refusals);
        Bench bench;
        bench.write(bench.issue());
        const auto auth = bench.makeAuth();
        const auto other = bench.makeAuth(); // as the gateway beside the window
        oci::SignedClient client(bench.network, *auth, bench.clock);
        oci::SignedClient second(bench.network, *other, bench.clock);
        bench.clock.now = start.addSecs(age);
        if (refusals > 0)
            bench.fault(u"models"_s, {.status = 401}, refusals);

        QList<QFuture<Result<WholeReply>>> replies;
        for (int i = 0; i < 10; ++i) {
            replies += client.fetch(Bench::request(bench.base));
            replies += second.fetch(Bench::request(bench.base));
        }

        for (const auto &reply : std::as_const(replies)) {
            QTRY_VERIFY(reply.isFinished());
            QVERIFY2(reply.result(),
                     qPrintable(reply.result() ? QString() : reply.result().error().message));
        }
        QCOMPARE(bench.refreshes(), 1);
    }

    void aRenewalMadeOutsideIsPickedUp()
    {
        Bench bench;
        bench.write(bench.issue());
        const auto auth = bench.makeAuth();
        bench.clock.now = start.addSecs(60);
        const QByteArray next = bench.issue();

        QFile file(bench.source.tokenFile); // in place and in halves, as some programs write
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(next.first(next.size() / 3));
        QVERIFY(file.flush());
        QCOMPARE(*auth->expires(), start.addSecs(3600));
        file.write(next.sliced(next.size() / 3));
        file.close();

        QTRY_COMPARE(*auth->expires(), start.addSecs(3660));
        QCOMPARE(bench.refreshes(), 0);
    }

    void aPairThatDoesNotLookLikeOneIsTakenInTheEnd_data()
    {
        QTest::addColumn<bool>("refused");

        QTest::newRow("left alone") << false;
        QTest::newRow("after a 401") << true;
    }

    // The claim that says whose the token is, is not to be relied on (3.2).
    void aPairThatDoesNotLookLikeOneIsTakenInTheEnd()
    {
        QFETCH(bool, refused);
        Bench bench;
        bench.write(bench.issue());
        const auto auth = bench.makeAuth();
        bench.clock.now = start.addSecs(60);
        bench.write(bench.service.account().sessions().issue(
                oci::PrivateKey::generate()->publicKey(), bench.clock.now, 1h));

        if (refused) {
            const auto renewed = auth->renew();
            QVERIFY(renewed.isFinished());
            QVERIFY(renewed.result());
            QCOMPARE(*auth->expires(), start.addSecs(3660));
        } else {
            QTRY_COMPARE(*auth->expires(), start.addSecs(3660));
        }
        QCOMPARE(bench.refreshes(), 0);
    }

    void whoSignsOutDuringTheRenewalIsSignedOut()
    {
        Bench bench;
        bench.write(bench.issue());
        const auto auth = bench.makeAuth();
        bench.clock.now = start.addSecs(60);
        bench.fault(u"refresh"_s, {.delay = 200ms}, 0);

        const auto renewed = auth->renew();
        QTRY_COMPARE(bench.refreshes(), 1);
        QVERIFY(QFile::remove(bench.source.tokenFile));
        QTRY_VERIFY(renewed.isFinished());

        QVERIFY(!renewed.result());
        QCOMPARE(renewed.result().error().reason, u"session_missing"_s);
        QCOMPARE(*auth->expires(), start.addSecs(3600)); // used up, not prolonged
        QVERIFY(!QFile::exists(bench.source.tokenFile));
    }

    void thePauseAfterARefusalEndsUnderTraffic()
    {
        Bench bench;
        bench.write(bench.issue());
        const auto auth = bench.makeAuth();
        bench.fault(u"refresh"_s, {.status = 401}, 1);
        const auto renew = [&] {
            const auto renewed = auth->renew();
            return QTest::qWaitFor([&] { return renewed.isFinished(); }) &&
                   renewed.result().has_value();
        };
        QVERIFY(!renew());
        QCOMPARE(bench.refreshes(), 1);

        for (int i = 0; i < 3; ++i) { // within the pause nobody is asked
            bench.clock.now = bench.clock.now.addSecs(12);
            if (i < 2)
                QVERIFY(!renew());
        }

        QVERIFY(renew());
        QCOMPARE(bench.refreshes(), 2);
    }

    void aServiceThatIsAwayEndsNothing()
    {
        Bench bench;
        const QByteArray first = bench.issue();
        bench.write(first);
        const auto auth = bench.makeAuth();
        oci::SignedClient client(bench.network, *auth, bench.clock);
        bench.clock.now = start.addSecs(3570);
        bench.fault(u"refresh"_s, {.status = 503}, 0);

        const auto reply = client.fetch(Bench::request(bench.base));
        QTRY_VERIFY(reply.isFinished());

        QVERIFY(reply.result()); // the old token lasts for half a minute
        QCOMPARE(bench.refreshes(), 1);
        QCOMPARE(bench.onDisk(), first);
    }

    void aWrongClockIsNoReasonToRenew()
    {
        Bench bench;
        bench.write(bench.issue());
        const auto auth = bench.makeAuth();
        oci::SignedClient client(bench.network, *auth, bench.clock);
        bench.fault(u"models"_s, {.clockSkew = -1h}, 0);

        const auto reply = client.fetch(Bench::request(bench.base));
        QTRY_VERIFY(reply.isFinished());

        QCOMPARE(reply.result().error().reason, u"clock_skew"_s);
        QCOMPARE(bench.refreshes(), 0);
    }
};

QTEST_GUILESS_MAIN(TestSessionTokenAuth)
#include "tst_sessiontokenauth.moc"
