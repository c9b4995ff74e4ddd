// SPDX-License-Identifier: MIT
#include "core/ports/exchange.h"

#include <QTest>

using core::http::Request;

class TestExchange : public QObject
{
    Q_OBJECT

private slots:
    void splitsTheTarget_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("query");

        QTest::newRow("no query") << QByteArray("/v1/models") << QByteArray("/v1/models")
                                  << QByteArray();
        QTest::newRow("query") << QByteArray("/a?b=c") << QByteArray("/a") << QByteArray("b=c");
        QTest::newRow("empty query") << QByteArray("/a?") << QByteArray("/a") << QByteArray();
        QTest::newRow("second mark")
                << QByteArray("/a?b?c") << QByteArray("/a") << QByteArray("b?c");
    }

    void splitsTheTarget()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, query);
        const Request request{.target = target};

        QCOMPARE(request.path().toByteArray(), path);
        QCOMPARE(request.query().toByteArray(), query);
    }

    void findsAHeaderInAnyCaseAndTheFirstOfTwo()
    {
        const Request request{.headers = {{"Content-TYPE", "a"}, {"content-type", "b"}}};

        QCOMPARE(request.header("content-type"), "a");
        QCOMPARE(request.header("accept"), "");
    }
};

QTEST_APPLESS_MAIN(TestExchange)
#include "tst_exchange.moc"
