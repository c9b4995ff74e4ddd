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

    void theSameWordsHoweverOftenItIsNotReached()
    {
        Bench bench;
        bench.settings.retry.attempts = 1;
        oci::InstanceMetadata metadata(bench.clock, u"http://127.0.0.1:1/opc/v2"_s, bench.settings);

        for (int i = 0; i < 12; ++i) {
            const auto region = metadata.region();
            QTRY_VERIFY(region.isFinished());
            QCOMPARE(region.result().error().reason,
                     QString::fromLatin1(oci::InstanceMetadata::notOnOci));
        }
    }

    void theSecondAddressServesAllWhoAskedTheFirst()
    {
        Bench bench;
        const oci::PrivateKey key = oci::PrivateKey::generate().value();
        bench.server.addFor("/opc/v2/", text("<html>"));
        oci::InstanceMetadata metadata(
                bench.clock,
                {QUrl(u"http://127.0.0.1:1/opc/v2"_s), QUrl(bench.server.url() + u"/opc/v2"_s)},
                bench.settings);

        const auto identity = metadata.identity(); // three requests at a time
        QTRY_VERIFY(identity.isFinished());

        QCOMPARE(bench.server.requests.size(), 3);
        QCOMPARE(identity.result().error().code, ErrorCode::Protocol); // of what was answered
        const auto region = metadata.region();
        QTRY_VERIFY(region.isFinished());
        QCOMPARE(region.result(), u"<html>"_s);
        QCOMPARE(bench.server.requests.size(), 4);
    }

    void withoutAnyTheFirstIsNamedAndAskedAgain()
    {
        Bench bench;
        bench.server.add(Script().close());
        bench.settings.retry.attempts = 1;
        oci::InstanceMetadata metadata(
                bench.clock,
                {QUrl(bench.server.url() + u"/opc/v2"_s), QUrl(u"http://127.0.0.1:1/opc/v2"_s)},
                bench.settings);

        for (int i = 0; i < 2; ++i) {
            bench.server.requests.clear();
            const auto identity = metadata.identity();
            QTRY_VERIFY(identity.isFinished());
            QVERIFY(identity.result().error().message.contains(bench.server.url()));
            QVERIFY(bench.server.requests.size() >= 3);
        }
    }

    void whoIsDestroyedSaysNothing()
    {
        Bench bench;
        bench.server.add(Script());
        auto metadata = std::make_unique<oci::InstanceMetadata>(
                bench.clock, bench.server.url() + u"/opc/v2"_s, oci::metadataSettings());
        QObject context;
        bool called = false;
        const auto told = metadata->identity().then(
                &context, [&called](const Result<oci::InstanceIdentity> &) { called = true; });
        QTRY_COMPARE(bench.server.requests.size(), 3);

        metadata.reset();

        QTRY_VERIFY(told.isFinished());
        QVERIFY(told.isCanceled());
        QVERIFY(!called);
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
