// SPDX-License-Identifier: MIT
#include "oci/config/environmentprofile.h"

#include <QTest>

using namespace Qt::StringLiterals;
using oci::Profile;

class TestEnvironmentProfile : public QObject
{
    Q_OBJECT

private slots:
    void nothingSetChangesNothing()
    {
        const Profile profile{.name = u"A"_s, .region = u"r"_s, .values = {{u"region"_s, u"r"_s}}};
        QProcessEnvironment environment;
        environment.insert(u"OCI_REGION"_s, QString());

        QCOMPARE(oci::withEnvironment(profile, environment, u"/h"_s), profile);
    }

    void eachVariableReplacesItsValue_data()
    {
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString Profile::*>("field");

        const auto row = [](const char *variable, const QString &key, QString Profile::*field) {
            QTest::newRow(variable) << QString::fromLatin1(variable) << key << field;
        };
        row("OCI_REGION", u"region"_s, &Profile::region);
        row("OCI_CLI_REGION", u"region"_s, &Profile::region);
        row("OCI_CLI_TENANCY", u"tenancy"_s, &Profile::tenancy);
        row("OCI_TENANCY", u"tenancy"_s, &Profile::tenancy);
        row("OCI_CLI_USER", u"user"_s, &Profile::user);
        row("OCI_USER", u"user"_s, &Profile::user);
        row("OCI_CLI_FINGERPRINT", u"fingerprint"_s, &Profile::fingerprint);
        row("OCI_FINGERPRINT", u"fingerprint"_s, &Profile::fingerprint);
        row("OCI_CLI_KEY_FILE", u"key_file"_s, &Profile::keyFile);
        row("OCI_KEY_FILE", u"key_file"_s, &Profile::keyFile);
        row("OCI_CLI_SECURITY_TOKEN_FILE", u"security_token_file"_s, &Profile::securityTokenFile);
        row("OCI_CLI_DELEGATION_TOKEN_FILE", u"delegation_token_file"_s,
            &Profile::delegationTokenFile);
    }

    void eachVariableReplacesItsValue()
    {
        QFETCH(QString, variable);
        QFETCH(QString, key);
        QFETCH(QString Profile::*, field);
        QProcessEnvironment environment;
        environment.insert(variable, u"~/new"_s);
        Profile old{.name = u"A"_s, .values = {{key, u"old"_s}}};
        old.*field = u"old"_s;

        const Profile profile = oci::withEnvironment(old, environment, u"/h"_s);

        Profile expected = old;
        expected.*field = key.endsWith(u"_file"_s) ? u"/h/new"_s : u"~/new"_s;
        expected.values[key] = u"~/new"_s;
        QCOMPARE(profile, expected);
    }

    void theFirstNameOfAVariableWins()
    {
        QProcessEnvironment environment;
        environment.insert(u"OCI_REGION"_s, u"first"_s);
        environment.insert(u"OCI_CLI_REGION"_s, u"second"_s);

        QCOMPARE(oci::withEnvironment({}, environment, {}).region, u"first"_s);
    }

    void secretsAreToldOfButNotKept()
    {
        QProcessEnvironment environment;
        environment.insert(u"OCI_CLI_PASSPHRASE"_s, u"hunter2"_s);
        environment.insert(u"OCI_KEY"_s, u"-----BEGIN"_s);

        const Profile profile = oci::withEnvironment({}, environment, {});

        QVERIFY(profile.hasPassPhrase);
        QVERIFY(profile.hasKeyContent);
        QVERIFY(profile.values.isEmpty());
        QVERIFY(oci::passPhraseOf(environment).equals("hunter2"));
        QVERIFY(oci::keyContentOf(environment).equals("-----BEGIN"));
        QVERIFY(oci::passPhraseOf({}).isEmpty());
        QVERIFY(oci::keyContentOf({}).isEmpty());
    }

    void aKeyFileOfTheEnvironmentReplacesKeyTextOfTheFile()
    {
        QProcessEnvironment environment;
        environment.insert(u"OCI_CLI_KEY_FILE"_s, u"/k.pem"_s);

        QVERIFY(!oci::withEnvironment({.hasKeyContent = true}, environment, {}).hasKeyContent);
    }
};

QTEST_APPLESS_MAIN(TestEnvironmentProfile)
#include "tst_environmentprofile.moc"
