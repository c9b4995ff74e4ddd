// SPDX-License-Identifier: MIT
#include "oci/auth/instancemetadata.h"
#include "tests/support/cannedserver.h"
#include "tests/support/fixtures.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::ErrorCode;
using core::Result;
using tests::Script;

namespace {

struct Bench {
    Bench()
    {
        settings.retry.firstDelay = 1ms;
        settings.retry.jitter = 0ms;
        settings.firstByteTimeout = 200ms;
        settings.idleTimeout = 200ms;
    }

    Result<QString> region()
    {
        oci::InstanceMetadata metadata(clock, server.url() + u"/opc/v2"_s, settings);
        const auto future = metadata.region();
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }))
            return std::unexpected(core::Error{.message = u"no answer"_s});
        return future.result();
    }

    tests::CannedServer server;
    core::SystemClock clock;
    oci::ClientSettings settings = oci::metadataSettings();
};

Script text(const QByteArray &body)
{
    return Script::reply(200, body, {}, "text/plain");
}

} // namespace

class TestInstanceMetadata : public QObject
{
    Q_OBJECT

private slots:
    void asksAsVersion2()
    {
        Bench bench;
        bench.server.add(text("IAD\n"));

        QCOMPARE(bench.region(), u"iad"_s);

        QCOMPARE(bench.server.requests.size(), 1);
        QCOMPARE(bench.server.requests.first().target, "/opc/v2/instance/region");
        QCOMPARE(bench.server.requests.first().header("authorization"), "Bearer Oracle");
    }

    void triesAgainWhatMayPass_data()
    {
        QTest::addColumn<int>("status");

        QTest::newRow("too many") << 429;
        QTest::newRow("unavailable") << 503;
    }

    void triesAgainWhatMayPass()
    {
        QFETCH(int, status);
        Bench bench;
        bench.server.add(Script::reply(status, "busy"));
        bench.server.add(text("phx"));

        QCOMPARE(bench.region(), u"phx"_s);
        QCOMPARE(bench.server.requests.size(), 2);
    }

    void aSilentServiceIsGivenUp()
    {
        Bench bench;
        bench.server.add(Script());

        const auto region = bench.region();

        QVERIFY(!region);
        QCOMPARE(region.error().reason, QString::fromLatin1(oci::InstanceMetadata::notOnOci));
        QVERIFY(region.error().message.contains(bench.server.url()));
    }

    void aSlowAnswerIsGivenUp()
    {
        Bench bench;
        bench.server.add(Script().send("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\np"));

        QVERIFY(!bench.region());
    }

    void refusalsAreNotTriedAgain()
    {
        Bench bench;
        bench.server.add(Script::reply(403, "version 1 is off"));

        const auto region = bench.region();

        QVERIFY(!region);
        QCOMPARE(region.error().code, ErrorCode::Unauthorized);
        QVERIFY(region.error().message.contains(u"/instance/region"_s));
        QVERIFY(region.error().message.contains(u"403"_s));
        QCOMPARE(bench.server.requests.size(), 1);
    }

    void anEndlessAnswerIsRefused()
    {
        Bench bench;
        bench.server.add(text(QByteArray(100'000, 'x')));

        QVERIFY(!bench.region());
    }

    void garbageIsNoIdentity()
    {
        Bench bench;
        bench.server.add(text("<html>captive portal</html>"));
        oci::InstanceMetadata metadata(bench.clock, bench.server.url() + u"/opc/v2"_s,
                                       bench.settings);

        const auto identity = metadata.identity();
        QTRY_VERIFY(identity.isFinished());

        QVERIFY(!identity.result());
        QCOMPARE(identity.result().error().code, ErrorCode::Protocol);
        QVERIFY(!identity.result().error().message.contains(u"captive"_s));
    }
};

QTEST_GUILESS_MAIN(TestInstanceMetadata)
#include "tst_instancemetadata.moc"
