// SPDX-License-Identifier: MIT
#include "oci/auth/jwt.h"

#include "tests/support/fixtures.h"
#include "tests/support/jwt.h"

#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using tests::json;
using tests::jwt;

class TestJwt : public QObject
{
    Q_OBJECT

private slots:
    void readsTheClaims()
    {
        const auto claims =
                oci::readJwt(jwt(json("{'exp':2020203100,'iat':2020200000,'sub':'s','tenant':'t',"
                                      "'jwk':'{^kty^:^RSA^,^n^:^AQID^,^e^:^AQAB^}'}")));

        QVERIFY(claims);
        QCOMPARE(claims->expiresAt, QDateTime::fromSecsSinceEpoch(2020203100, QTimeZone::UTC));
        QCOMPARE(claims->issuedAt, QDateTime::fromSecsSinceEpoch(2020200000, QTimeZone::UTC));
        QCOMPARE(claims->subject, u"s"_s);
        QCOMPARE(claims->tenancy, u"t"_s);
        QCOMPARE(claims->modulus, QByteArray("\1\2\3"));
    }

    void aResourceNamesItsTenancyDifferently()
    {
        QCOMPARE(oci::readJwt(jwt(json("{'res_tenant':'t'}")))->tenancy, u"t"_s);
    }

    // Base64url without padding has three lengths, and two letters that base64 does not have.
    void readsClaimsOfAnyLength()
    {
        QByteArray filling;
        for (int i = 0; i < 8; ++i) {
            const auto claims = oci::readJwt(jwt("{\"sub\":\"me\",\"x\":\"" + filling + "\"}"));
            QVERIFY2(claims, filling.constData());
            QCOMPARE(claims->subject, u"me"_s);
            filling += "\xc3\xbf";
        }
    }

    void readsWhatFilesHave_data()
    {
        QTest::addColumn<QByteArray>("text");

        const QByteArray token = jwt(json("{'sub':'me'}"));
        QTest::newRow("bare") << token;
        QTest::newRow("line end") << token + '\n';
        QTest::newRow("blanks") << "  \r\n" + token + " \r\n\t";
        QTest::newRow("prefix") << "ST$" + token;
        QTest::newRow("prefix and line end") << " ST$" + token + '\n';
    }

    void readsWhatFilesHave()
    {
        QFETCH(QByteArray, text);

        QVERIFY(oci::readJwt(text));
        QCOMPARE(oci::readJwt(text)->subject, u"me"_s);
        QCOMPARE(oci::bareJwt(text), jwt(json("{'sub':'me'}")));
    }

    void takesTheFractionOfATimeAway()
    {
        QCOMPARE(oci::readJwt(jwt(json("{'exp':2020203100.75}")))->expiresAt.toSecsSinceEpoch(),
                 2020203100);
    }

    void leavesOddClaimsAway_data()
    {
        QTest::addColumn<QByteArray>("claims");

        QTest::newRow("none") << QByteArray("{}");
        QTest::newRow("time as text") << json("{'exp':'soon','iat':'now'}");
        QTest::newRow("time of 0") << json("{'exp':0}");
        QTest::newRow("time before 1970") << json("{'exp':-1}");
        QTest::newRow("time beyond all calendars") << json("{'exp':1e300}");
        QTest::newRow("numbers") << json("{'sub':1,'tenant':2,'jwk':3}");
        QTest::newRow("jwk that is no JSON") << json("{'jwk':'?'}");
        QTest::newRow("jwk without n") << json("{'jwk':'{}'}");
        QTest::newRow("n that is no base64url") << json("{'jwk':'{^n^:^a b^}'}");
    }

    void leavesOddClaimsAway()
    {
        QFETCH(QByteArray, claims);

        const auto read = oci::readJwt(jwt(claims));

        QVERIFY(read);
        QCOMPARE(*read, oci::JwtClaims());
    }

    void zerosBeforeTheModulusDoNotCount()
    {
        const auto claims = oci::readJwt(jwt(json("{'jwk':'{^n^:^AAABAgM^}'}"))); // 00 00 01 02 03

        QCOMPARE(claims->modulus, QByteArray("\x01\x02\x03"));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("says");

        const QByteArray good = jwt(json("{'exp':2020203100,'sub':'secret'}"));
        const QByteArray begin = good.first(good.lastIndexOf('.'));
        const auto row = [](const char *name, const QByteArray &text, const QString &says) {
            QTest::newRow(name) << text << says;
        };
        row("nothing", "", u"empty"_s);
        row("blanks", " \n", u"empty"_s);
        row("prefix alone", "ST$", u"empty"_s);
        row("words", "please sign in", u"three parts"_s);
        row("header alone", good.first(10), u"three parts"_s);
        row("two parts", begin, u"three parts"_s);
        row("four parts", good + ".aaaa", u"three parts"_s);
        row("no header", good.mid(good.indexOf('.')), u"base64url"_s);
        row("no claims", "aaaa..aaaa", u"base64url"_s);
        row("no signature", begin + '.', u"base64url"_s);
        row("cut signature", begin + ".aaaaa", u"base64url"_s);
        row("a quote", begin + ".aa\"a", u"base64url"_s);
        row("a line end inside", begin + ".aa\naa", u"base64url"_s);
        row("not ASCII", begin + ".aa\xc3\xbc", u"base64url"_s);
        row("plain base64", begin + ".a+/a", u"base64url"_s);
        row("claims that are no JSON", jwt("secret"), u"JSON"_s);
        row("claims that are an array", jwt("[1]"), u"JSON"_s);
        row("huge", begin + '.' + QByteArray(oci::longestJwt, 'a'), u"larger"_s);
    }

    void refuses()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, says);

        const auto claims = oci::readJwt(text);

        QVERIFY(!claims);
        QCOMPARE(claims.error().code, core::ErrorCode::Unauthorized);
        QVERIFY2(claims.error().message.contains(says), qPrintable(claims.error().message));
        QVERIFY(!claims.error().message.contains(u"secret"_s));
        if (text.size() > 3)
            QVERIFY(!claims.error().message.contains(QString::fromUtf8(text.first(4))));
    }

    // Half a file must never give a token with the wrong claims.
    void whatIsCutBeforeTheSignatureIsRefused()
    {
        const QByteArray text = jwt(json("{'exp':2020203100}"));
        for (qsizetype size = 0; size <= text.lastIndexOf('.') + 1; ++size)
            QVERIFY2(!oci::readJwt(text.first(size)), qPrintable(QString::number(size)));
    }
};

QTEST_APPLESS_MAIN(TestJwt)
#include "tst_jwt.moc"
