// SPDX-License-Identifier: MIT
#include "oci/auth/bearerkeyauth.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::Secret;
using core::http::Headers;
using oci::BearerKeyAuth;

class TestBearerKeyAuth : public QObject
{
    Q_OBJECT

private slots:
    void sendsTheKey()
    {
        BearerKeyAuth auth(Secret("sk-abc_1.2~3+/="));

        QVERIFY(auth.isBearer());
        QCOMPARE(auth.authorize({}).result().value(),
                 (Headers{{"Authorization", "Bearer sk-abc_1.2~3+/="}}));
    }

    void blanksAroundTheKeyAreLeftAway()
    {
        QCOMPARE(BearerKeyAuth(Secret(" sk-x\r\n")).authorize({}).result().value(),
                 (Headers{{"Authorization", "Bearer sk-x"}}));
    }

    void refusesWhatCannotStandInAHeader_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("blanks") << QByteArray(" \n");
        QTest::newRow("line end") << QByteArray("sk-hunter2\r\nHost: x");
        QTest::newRow("blank inside") << QByteArray("sk hunter2");
        QTest::newRow("nul") << QByteArray("sk\0hunter2", 10);
        QTest::newRow("not ASCII") << QByteArray("sk-hunter2\xc3\xbc");
    }

    void refusesWhatCannotStandInAHeader()
    {
        QFETCH(QByteArray, key);

        const auto headers = BearerKeyAuth(Secret(key)).authorize({}).result();

        QVERIFY(!headers);
        QCOMPARE(headers.error().code, core::ErrorCode::Unauthorized);
        QVERIFY(!headers.error().message.contains(u"hunter2"_s));
    }
};

QTEST_APPLESS_MAIN(TestBearerKeyAuth)
#include "tst_bearerkeyauth.moc"
