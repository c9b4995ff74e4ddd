// SPDX-License-Identifier: MIT
#include "gateway/observe/requestlog.h"

#include "gateway/observe/recordjson.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using gateway::observe::masked;
using gateway::observe::RecordedBodies;
using gateway::observe::RequestLog;
using gateway::observe::RequestRecord;

namespace {

RequestRecord record(RequestLog &log, const QByteArray &caller = {})
{
    const auto ticket = log.next();
    return {.number = ticket.number, .id = ticket.id, .caller = caller};
}

} // namespace

class TestRequestLog : public QObject
{
    Q_OBJECT

private slots:
    void keepsTheLastOnesNewestFirst()
    {
        RequestLog log(3);
        QSignalSpy closed(&log, &RequestLog::closed);
        for (int i = 0; i < 5; ++i)
            log.add(record(log));

        QCOMPARE(closed.count(), 5);
        const auto all = log.latest(10);
        QCOMPARE(all.size(), 3);
        QCOMPARE(all[0].number, 5u);
        QCOMPARE(all[1].number, 4u);
        QCOMPARE(all[2].number, 3u);
        QCOMPARE(log.latest(1).size(), 1);
        QCOMPARE(log.latest(1).first().number, 5u);
    }

    void tellsCallersApart()
    {
        RequestLog log;
        log.add(record(log, "a"));
        log.add(record(log, "b"));

        QCOMPARE(log.latest(10, "a").size(), 1);
        QCOMPARE(log.latest(10, "c").size(), 0);
        QCOMPARE(log.latest(10).size(), 2);
    }

    void idsOfTwoRunsDiffer()
    {
        RequestLog one;
        RequestLog other;
        QVERIFY(one.next().id != other.next().id);
        QVERIFY(one.next().id != one.next().id);
    }

    void bodiesAreForgottenWhenTheirTimeEnds()
    {
        RequestLog log;
        QVERIFY(!log.bodies().isOn());
        log.bodies().record(30ms);
        QVERIFY(log.bodies().isOn());
        RequestRecord with = record(log);
        with.bodies = std::make_shared<RecordedBodies>(RecordedBodies{.request = "secret words"});
        log.add(std::move(with));
        QVERIFY(log.latest(1).first().bodies);

        QTRY_VERIFY(!log.bodies().isOn());
        QVERIFY(!log.latest(1).first().bodies);
    }

    void bodiesCanBeSwitchedOffAtOnce()
    {
        RequestLog log;
        log.bodies().record(10min);
        RequestRecord with = record(log);
        with.bodies = std::make_shared<RecordedBodies>();
        log.add(std::move(with));

        log.bodies().record(0ms);

        QVERIFY(!log.bodies().isOn());
        QVERIFY(!log.latest(1).first().bodies);
    }

    void recordingHasALongestTime()
    {
        RequestLog log;
        log.bodies().record(1000h);
        QVERIFY(log.bodies().left() <= gateway::observe::BodySwitch::longest);
    }

    void masksKeys_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("member") << QByteArray("{\"api_key\":\"s3cret\",\"model\":\"m\"}")
                                << QByteArray("{\"api_key\":\"***\",\"model\":\"m\"}");
        QTest::newRow("spaces") << QByteArray("{\"x-api-key\" :\n \"s3cret\"}")
                                << QByteArray("{\"x-api-key\" :\n \"***\"}");
        QTest::newRow("escaped quote in it") << QByteArray("{\"Password\":\"s3\\\"cret\"}")
                                             << QByteArray("{\"Password\":\"***\"}");
        QTest::newRow("quoted once more")
                << QByteArray("{\"arguments\":\"{\\\"authorization\\\":\\\"s3cret\\\"}\"}")
                << QByteArray("{\"arguments\":\"{\\\"authorization\\\":\\\"***\\\"}\"}");
        QTest::newRow("bearer") << QByteArray("use Bearer abcdefgh12345678 now")
                                << QByteArray("use Bearer *** now");
        QTest::newRow("by its looks")
                << QByteArray("is sk-abcdefghijklmnop0123 it?") << QByteArray("is sk-*** it?");
        QTest::newRow("cut off") << QByteArray("{\"api_key\":\"s3cretthatislong")
                                 << QByteArray("{\"api_key\":\"***");
        QTest::newRow("private key")
                << QByteArray("-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE "
                              "KEY----- x")
                << QByteArray("*** x");
        QTest::newRow("harmless") << QByteArray("{\"max_tokens\":5,\"content\":\"a key\"}")
                                  << QByteArray("{\"max_tokens\":5,\"content\":\"a key\"}");
    }

    void masksKeys()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, expected);
        QCOMPARE(masked(body, 1000), expected);
    }

    void cutsBodiesOff() { QCOMPARE(masked(QByteArray(1000, 'x'), 10), QByteArray(10, 'x')); }

    void writesALineWithoutLineBreaks()
    {
        RequestRecord one{.id = "req_1",
                          .method = "POST",
                          .route = "/chat/completions",
                          .caller = "k1",
                          .model = u"m"_s,
                          .status = 200,
                          .tokens = {.in = 3, .out = 4},
                          .total = 1500us};
        QCOMPARE(gateway::observe::accessLine(one),
                 u"POST /chat/completions 200 answered 1.500 ms, 0 bytes, id req_1, caller k1, "
                 "model m, tokens 3/4"_s);
    }
};

QTEST_GUILESS_MAIN(TestRequestLog)
#include "tst_requestlog.moc"
