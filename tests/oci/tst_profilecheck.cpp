// SPDX-License-Identifier: MIT
#include "oci/config/profilecheck.h"

#include <QTest>

using namespace Qt::StringLiterals;
using oci::Profile;

namespace {

constexpr auto fingerprint = "f7:60:4f:d3:4a:ec:0e:a7:74:6c:0d:a1:7b:d6:35:48";

Profile complete()
{
    return {.name = u"P"_s,
            .user = u"ocid1.user.oc1..aaaaexampleuser"_s,
            .tenancy = u"ocid1.tenancy.oc1..aaaaexampletenancy"_s,
            .fingerprint = QString::fromLatin1(fingerprint),
            .keyFile = u"/k.pem"_s,
            .region = u"us-chicago-1"_s};
}

} // namespace

class TestProfileCheck : public QObject
{
    Q_OBJECT

private slots:
    void aCompleteProfilePasses() { QVERIFY(oci::checkForApiKey(complete())); }

    void namesTheKeyThatIsMissingOrWrong_data()
    {
        QTest::addColumn<QString Profile::*>("field");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("problem");

        const QString none;
        QTest::newRow("no tenancy")
                << &Profile::tenancy << none << u"tenancy"_s << u"has no 'tenancy'"_s;
        QTest::newRow("no user") << &Profile::user << none << u"user"_s << u"has no 'user'"_s;
        QTest::newRow("no fingerprint")
                << &Profile::fingerprint << none << u"fingerprint"_s << u"has no 'fingerprint'"_s;
        QTest::newRow("no key") << &Profile::keyFile << none << u"key_file"_s
                                << u"has no 'key_file'"_s;
        QTest::newRow("no region")
                << &Profile::region << none << u"region"_s << u"has no 'region'"_s;
        QTest::newRow("tenancy") << &Profile::tenancy << u"acme"_s << u"tenancy"_s
                                 << u"that is none"_s;
        QTest::newRow("user") << &Profile::user << u"me@example.com"_s << u"user"_s
                              << u"that is none"_s;
        QTest::newRow("fingerprint")
                << &Profile::fingerprint << u"f7:60"_s << u"fingerprint"_s << u"16 pairs"_s;
        QTest::newRow("digits") << &Profile::fingerprint
                                << QString::fromLatin1(fingerprint).replace(u'f', u'g')
                                << u"fingerprint"_s << u"16 pairs"_s;
        QTest::newRow("a pair of three")
                << &Profile::fingerprint
                << QString::fromLatin1(fingerprint).replace(u"f7"_s, u"f70"_s) << u"fingerprint"_s
                << u"16 pairs"_s;
        QTest::newRow("quotes") << &Profile::keyFile << u"\"/k.pem\""_s << u"key_file"_s
                                << u"quotes"_s;
    }

    void namesTheKeyThatIsMissingOrWrong()
    {
        QFETCH(QString Profile::*, field);
        QFETCH(QString, value);
        QFETCH(QString, key);
        QFETCH(QString, problem);
        Profile profile = complete();
        profile.*field = value;

        const auto verdict = oci::checkForApiKey(profile);

        QVERIFY(!verdict);
        QCOMPARE(verdict.error().param, key);
        QVERIFY(verdict.error().message.contains(u"[P]"_s));
        QVERIFY2(verdict.error().message.contains(problem), qPrintable(verdict.error().message));
    }

    void keyTextReplacesTheKeyFile()
    {
        Profile profile = complete();
        profile.keyFile.clear();
        profile.hasKeyContent = true;

        QVERIFY(oci::checkForApiKey(profile));
    }

    void aSessionNeedsATokenAndNoUser()
    {
        Profile profile = complete();
        profile.user.clear();
        profile.fingerprint.clear();

        const auto without = oci::checkForSessionToken(profile);
        profile.securityTokenFile = u"/t"_s;

        QCOMPARE(without.error().param, u"security_token_file"_s);
        QVERIFY(without.error().message.contains(u"oci session authenticate --profile-name P"_s));
        QVERIFY(oci::checkForSessionToken(profile));
    }

    void ocidsHaveTheirShape()
    {
        for (const char *good : {"ocid1.user.oc1..aaaa", "ocid1.tenancy.oc1..aaaa",
                                 "ocid1.compartment.oc1..a-b_c", "ocid1.x.oc1.iad.future.aaaa"})
            QVERIFY2(oci::isOcid(QString::fromLatin1(good)), good);
        for (const char *bad : {"", "user", "ocid1.user", "ocid1.user.oc1", "ocid1.user.oc1..",
                                "ocid1.user.oc1..a b", "ocid1.user.oc1..a/b", "me@example.com",
                                ".ocid1.user.oc1..a", "ocid1.user.oc1..\xe4", "....."})
            QVERIFY2(!oci::isOcid(QString::fromLatin1(bad)), bad);
    }

    void aFingerprintOfAnotherKeyIsTold()
    {
        Profile profile = complete();

        QCOMPARE(oci::fingerprintWarning(profile, fingerprint), QString());
        profile.fingerprint = profile.fingerprint.toUpper();
        QCOMPARE(oci::fingerprintWarning(profile, fingerprint), QString());
        profile.fingerprint.replace(u"F7"_s, u"F8"_s);
        QVERIFY(oci::fingerprintWarning(profile, fingerprint)
                        .contains(QLatin1StringView(fingerprint)));
    }
};

QTEST_APPLESS_MAIN(TestProfileCheck)
#include "tst_profilecheck.moc"
