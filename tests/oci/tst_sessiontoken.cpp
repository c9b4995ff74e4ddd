// SPDX-License-Identifier: MIT
#include "oci/auth/sessiontoken.h"

#include "tests/support/fixtures.h"
#include "tests/support/jwt.h"

#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using core::ErrorCode;
using oci::PrivateKey;
using oci::SessionToken;
using tests::json;
using tests::jwt;

class TestSessionToken : public QObject
{
    Q_OBJECT

private slots:
    void readsTheToken()
    {
        const QByteArray text = jwt(json("{'exp':2020203100,'sub':'ocid1.user.oc1..u'}"));

        const auto token = SessionToken::read(" ST$" + text + '\n');

        QVERIFY(token);
        QCOMPARE(token->text(), text);
        QCOMPARE(token->keyId(), "ST$" + text);
        QCOMPARE(token->expires(), QDateTime::fromSecsSinceEpoch(2020203100, QTimeZone::UTC));
        QCOMPARE(token->claims().subject, u"ocid1.user.oc1..u"_s);
        QVERIFY(*token == *SessionToken::read(text));
        QVERIFY(*token != *SessionToken::read(jwt(json("{'exp':2020203100}"))));
    }

    void refusesWhatIsNone_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("says");

        QTest::newRow("words") << QByteArray("please sign in") << u"three parts"_s;
        QTest::newRow("no expiry") << jwt("{}") << u"when it expires"_s;
        QTest::newRow("expiry as text") << jwt(json("{'exp':'2034'}")) << u"when it expires"_s;
    }

    void refusesWhatIsNone()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, says);

        const auto token = SessionToken::read(text);

        QVERIFY(!token);
        QCOMPARE(token.error().code, ErrorCode::Unauthorized);
        QVERIFY2(token.error().message.contains(says), qPrintable(token.error().message));
    }

    void knowsItsKey()
    {
        const auto key =
                PrivateKey::fromPem(tests::readTestFile(u"fixtures/keys/pkcs8.pem"_s)).value();
        const auto other = PrivateKey::generate().value();
        const QByteArray n = key.publicKey().modulus().toBase64(QByteArray::Base64UrlEncoding |
                                                                QByteArray::OmitTrailingEquals);

        const auto token =
                SessionToken::read(jwt(json("{'exp':2020203100,'jwk':'{^n^:^") + n + json("^}'}")));
        const auto silent = SessionToken::read(jwt(json("{'exp':2020203100}")));

        QVERIFY(token->isFor(key));
        QVERIFY(!token->isFor(other));
        QVERIFY(silent->isFor(key));
    }
};

QTEST_APPLESS_MAIN(TestSessionToken)
#include "tst_sessiontoken.moc"
