// SPDX-License-Identifier: MIT
#include "oci/auth/sessionerrors.h"

#include "tests/support/fixtures.h"
#include "tests/support/jwt.h"

#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;

class TestSessionErrors : public QObject
{
    Q_OBJECT

private slots:
    void eachSaysWhatHappenedAndWhatToDo_data()
    {
        QTest::addColumn<Error>("error");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("says");

        namespace session = oci::session;
        QTest::newRow("missing") << session::missing(m_source, u"the file /t does not exist"_s)
                                 << u"session_missing"_s << u"has no session token"_s;
        QTest::newRow("unreadable") << session::unreadable(m_source, u"it is empty"_s)
                                    << u"session_unreadable"_s << u"cannot be used: it is empty"_s;
        QTest::newRow("key") << session::keyUnreadable(m_source, u"no key"_s) << u"session_key"_s
                             << u"cannot be used: no key"_s;
        QTest::newRow("expired") << session::expired(m_source,
                                                     QDateTime(QDate(2034, 1, 5), QTime(9, 5),
                                                               QTimeZone::UTC))
                                 << u"session_expired"_s << u"expired on 5 Jan 2034 09:05 UTC"_s;
        QTest::newRow("revoked") << session::refused(m_source, credential(m_key))
                                 << u"session_refused"_s << u"ended before its time"_s;
        QTest::newRow("another's key")
                << session::refused(m_source, credential(m_other)) << u"session_refused"_s
                << u"its key (/k) is not the one that the token was made for"_s;
    }

    void eachSaysWhatHappenedAndWhatToDo()
    {
        QFETCH(Error, error);
        QFETCH(QString, reason);
        QFETCH(QString, says);

        QCOMPARE(error.code, ErrorCode::Unauthorized);
        QCOMPARE(error.reason, reason);
        QVERIFY2(error.message.contains(says), qPrintable(error.message));
        QVERIFY2(error.message.contains(u"[WORK]"_s), qPrintable(error.message));
        QVERIFY2(
                error.message.endsWith(
                        u"'oci session authenticate --profile-name WORK --region us-chicago-1'."_s),
                qPrintable(error.message));
    }

    void whatKeptItFromBeingRenewedKeepsItsKind()
    {
        const Error error = oci::session::notRenewed(
                m_source,
                {.code = ErrorCode::Network, .message = u"No road"_s, .reason = u"dns"_s});

        QCOMPARE(error.code, ErrorCode::Network);
        QCOMPARE(error.reason, u"session_not_renewed"_s);
        QCOMPARE(error.message, u"The session of profile [WORK] could not be renewed: No road"_s);
    }

    void theCommandCanBePasted_data()
    {
        QTest::addColumn<QString>("profile");
        QTest::addColumn<QString>("word");

        QTest::newRow("plain") << u"WORK_2.eu-1"_s << u"WORK_2.eu-1"_s;
        QTest::newRow("blank") << u"my work"_s << u"\"my work\""_s;
        QTest::newRow("signs") << u"a$b`\"\\"_s << u"\"a\\$b\\`\\\"\\\\\""_s;
        QTest::newRow("semicolon") << u"a;b"_s << u"\"a;b\""_s;
    }

    void theCommandCanBePasted()
    {
        QFETCH(QString, profile);
        QFETCH(QString, word);

        QCOMPARE(oci::session::signInCommand({.profile = profile}),
                 u"oci session authenticate --profile-name "_s + word);
    }

    void whatDoesNotFitARenewalIsNotAdvised()
    {
        const QString policy = u"check model, region, compartment and policy"_s;

        const Error error = oci::session::notRenewed(m_source, {.code = ErrorCode::NotFound,
                                                                .message = u"no"_s,
                                                                .advice = policy,
                                                                .upstreamStatus = 404});
        const Error clock = oci::session::notRenewed(m_source, {.code = ErrorCode::Unauthorized,
                                                                .message = u"no"_s,
                                                                .advice = u"Set the time."_s,
                                                                .reason = u"clock_skew"_s,
                                                                .upstreamStatus = 401});

        QCOMPARE(error.code, ErrorCode::Unauthorized);
        QVERIFY(!error.advice.contains(policy));
        QVERIFY(error.advice.contains(u"oci session authenticate"_s));
        QCOMPARE(clock.advice, u"Set the time."_s);
    }

private:
    oci::SessionPair credential(const oci::PrivateKey &key) const
    {
        const QByteArray n = m_key.publicKey().modulus().toBase64(QByteArray::Base64UrlEncoding |
                                                                  QByteArray::OmitTrailingEquals);
        const QByteArray text = tests::jwt(tests::json("{'exp':2020114300,'jwk':'{^n^:^") + n +
                                           tests::json("^}'}"));
        return {.token = oci::SessionToken::read(text).value(), .key = key};
    }

    oci::SessionSource m_source{.profile = u"WORK"_s,
                                .region = u"us-chicago-1"_s,
                                .tokenFile = u"/t"_s,
                                .keyFile = u"/k"_s};
    oci::PrivateKey m_key =
            oci::PrivateKey::fromPem(tests::readTestFile(u"fixtures/keys/pkcs8.pem"_s)).value();
    oci::PrivateKey m_other = oci::PrivateKey::generate().value();
};

QTEST_APPLESS_MAIN(TestSessionErrors)
#include "tst_sessionerrors.moc"
