// SPDX-License-Identifier: MIT
#include "oci/auth/bearerkeyauth.h"

#include "oci/http/errormapping.h"

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

    void aRefusedKeyIsAdvisedAsAKey_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("words");
        QTest::newRow("401") << 401 << u"renew it in the OCI console"_s;
        QTest::newRow("401 names the policy") << 401 << u"generativeaiapikey"_s;
        QTest::newRow("403") << 403 << u"\"allow any-user to use generative-ai-family in "_s;
        QTest::newRow("404") << 404 << u"request.principal.type='generativeaiapikey'"_s;
    }

    void aRefusedKeyIsAdvisedAsAKey()
    {
        QFETCH(int, status);
        QFETCH(QString, words);
        const core::Error refusal{.code = core::ErrorCode::Unauthorized,
                                  .message = u"no"_s,
                                  .advice = u"Check the key, its fingerprint and user"_s,
                                  .reason = QString::fromLatin1(oci::clockSkew),
                                  .upstreamStatus = status};

        const core::Error error = BearerKeyAuth(Secret("sk-x")).explained(refusal);

        QVERIFY2(error.advice.contains(words), qPrintable(error.advice));
        QVERIFY(error.advice.contains("region that it was made in"_L1));
        QVERIFY(!error.advice.contains("fingerprint"_L1));
        QCOMPARE(error.message, u"no"_s);
        if (status == 401) // nothing is signed, so no clock matters
            QCOMPARE(error.reason, u"upstream_unauthorized"_s);
    }

    void otherFailuresStayAsTheyAre()
    {
        const core::Error error{.message = u"busy"_s, .advice = u"Wait"_s, .upstreamStatus = 429};
        QCOMPARE(BearerKeyAuth(Secret("sk-x")).explained(error), error);
    }
};

QTEST_APPLESS_MAIN(TestBearerKeyAuth)
#include "tst_bearerkeyauth.moc"
