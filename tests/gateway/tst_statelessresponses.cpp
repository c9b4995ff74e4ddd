// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "tests/gateway/responsesbench.h"
#include "tests/gateway/responsesclient.h"

#include <QTest>

using namespace Qt::StringLiterals;
using tests::Call;
using tests::ResponsesBench;

class TestStatelessResponses : public QObject
{
    Q_OBJECT

private slots:
    void refusesWhatNeedsMemory_data()
    {
        QTest::addColumn<QByteArray>("more");
        QTest::addColumn<QString>("param");

        QTest::newRow("an earlier response")
                << QByteArray(",'previous_response_id':'resp_1'") << u"previous_response_id"_s;
        QTest::newRow("a conversation") << QByteArray(",'conversation':'c'") << u"conversation"_s;
        QTest::newRow("in the background") << QByteArray(",'background':true") << u"background"_s;
        QTest::newRow("to be stored") << QByteArray(",'store':true") << u"store"_s;
    }

    void refusesWhatNeedsMemory()
    {
        QFETCH(QByteArray, more);
        QFETCH(QString, param);
        ResponsesBench bench(true);
        Call call("POST", "/responses", bench.ask(more));

        bench.dispatch(call);

        QCOMPARE(call.response.status, 400);
        QCOMPARE(call.error("param"), param);
        QCOMPARE(call.error("code"), u"stateless"_s);
        QVERIFY(call.error("message").contains(u"--stateless"_s));
        QCOMPARE(bench.backend.starts, 0);
    }

    void answersTheRestAndKeepsNothing()
    {
        ResponsesBench bench(true);

        const QByteArray id = bench.make(bench.ask(), u"one"_s);

        QVERIFY(!id.isEmpty());
        for (const QByteArray &method : {"GET"_ba, "DELETE"_ba}) {
            Call call(method, "/responses/" + id);
            bench.dispatch(call);
            QCOMPARE(call.response.status, 400);
            QCOMPARE(call.error("code"), u"stateless"_s);
        }
        QVERIFY(bench.native.asked.isEmpty());
    }

    void nullsSayNothing()
    {
        ResponsesBench bench(true);

        const QByteArray id = bench.make(
                bench.ask(",'previous_response_id':null,'background':false,'store':false"),
                u"one"_s);

        QVERIFY(!id.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestStatelessResponses)
#include "tst_statelessresponses.moc"
