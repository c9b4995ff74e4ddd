// SPDX-License-Identifier: MIT
#include "app/common/profilesource.h"

#include "oci/config/privatefile.h"
#include "tests/support/fixtures.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using app::AuthType;
using app::ProfileSource;
using core::Secret;

namespace {

const QByteArray common = "\ntenancy=ocid1.tenancy.oc1..aaaaexample\nregion=us-chicago-1\n";

//! A home folder of its own.
struct Bench {
    Bench() { qputenv("HOME", folder.path().toUtf8()); }

    void write(const QString &name, const QByteArray &bytes) const
    {
        QVERIFY(oci::writePrivateFile(folder.filePath(name), Secret(QByteArrayView(bytes))));
    }

    void writeConfig(const QByteArray &bytes)
    {
        write(u"config"_s, bytes);
        environment.insert(u"OCI_CONFIG_FILE"_s, folder.filePath(u"config"_s));
    }

    [[nodiscard]] ProfileSource source() const { return {settings, environment}; }

    QTemporaryDir folder;
    app::Settings settings;
    QProcessEnvironment environment;
};

} // namespace

class TestProfileSource : public QObject
{
    Q_OBJECT

private slots:
    void variablesAloneSuffice_data()
    {
        QTest::addColumn<QString>("variable");
        QTest::addColumn<bool>("suffices");

        QTest::newRow("key file") << u"OCI_CLI_KEY_FILE"_s << true;
        QTest::newRow("key file of other gateways") << u"OCI_KEY_FILE"_s << true;
        QTest::newRow("key") << u"OCI_CLI_KEY_CONTENT"_s << true;
        QTest::newRow("session") << u"OCI_CLI_SECURITY_TOKEN_FILE"_s << true;
        QTest::newRow("a region says nothing") << u"OCI_CLI_REGION"_s << false;
    }

    void variablesAloneSuffice()
    {
        QFETCH(QString, variable);
        QFETCH(bool, suffices);
        Bench bench;
        bench.environment.insert(variable, u"/x"_s);

        QCOMPARE(bench.source().chosen(), suffices ? u"profile:environment"_s : QString());
    }

    void aKeyFileNamedByAVariableIsLoaded()
    {
        Bench bench;
        bench.write(u"key.pem"_s, tests::readTestFile(u"fixtures/keys/pkcs8.pem"_s));
        for (const auto &[name, value] : std::initializer_list<std::pair<QString, QString>>{
                     {u"OCI_CLI_KEY_FILE"_s, bench.folder.filePath(u"key.pem"_s)},
                     {u"OCI_CLI_TENANCY"_s, u"ocid1.tenancy.oc1..aaaaexample"_s},
                     {u"OCI_CLI_USER"_s, u"ocid1.user.oc1..aaaaexample"_s},
                     {u"OCI_CLI_REGION"_s, u"us-chicago-1"_s},
                     {u"OCI_CLI_FINGERPRINT"_s,
                      u"f7:60:4f:d3:4a:ec:0e:a7:74:6c:0d:a1:7b:d6:35:48"_s}})
            bench.environment.insert(name, value);

        const auto loaded = bench.source().load(u"profile:environment"_s, {});

        QVERIFY2(loaded, qPrintable(loaded ? QString() : loaded.error().message));
        QCOMPARE(loaded->spec.region, u"us-chicago-1"_s);
    }

    void aWayToSignInThatLacksItsFileIsSaid_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QString>("problem"); // empty: none

        QTest::newRow("session") << QByteArray("security_token") << u"'security_token_file'"_s;
        QTest::newRow("session, upper case")
                << QByteArray("SECURITY_TOKEN") << u"'security_token_file'"_s;
        QTest::newRow("key") << QByteArray("api_key") << QString();
        QTest::newRow("key, upper case") << QByteArray("API_KEY") << QString();
        QTest::newRow("unknown") << QByteArray("magic") << u"magic"_s;
    }

    void aWayToSignInThatLacksItsFileIsSaid()
    {
        QFETCH(QByteArray, type);
        QFETCH(QString, problem);
        Bench bench;
        bench.writeConfig("[DEFAULT]" + common +
                          "user=ocid1.user.oc1..aaaaexample\nkey_file=/k\n"
                          "fingerprint=f7:60:4f:d3:4a:ec:0e:a7:74:6c:0d:a1:7b:d6:35:48\n"
                          "authentication_type=" +
                          type);

        const QString said = bench.source().connections().first().problem;

        QVERIFY2(said.isEmpty() == problem.isEmpty() && said.contains(problem), qPrintable(said));
    }

    void aKeyInTheProfileIsInNoFile()
    {
        Bench bench;
        bench.writeConfig("[DEFAULT]" + common + "key_file=/k\n[A]\nkey_content=-----BEGIN\n");

        QCOMPARE(bench.source().keyFileOf(u"profile:DEFAULT"_s), u"/k"_s);
        QCOMPARE(bench.source().keyFileOf(u"profile:A"_s), QString());
    }

    void thePrincipalsRegionsWarnToo()
    {
        Bench bench;
        bench.settings.authType = AuthType::InstancePrincipal;
        bench.environment.insert(u"OCI_REGION_METADATA"_s, u"{not JSON"_s);

        const auto loaded = bench.source().load(u"principal:instance"_s, {});

        QVERIFY(loaded);
        QCOMPARE(loaded->warnings.size(), 1);
        QVERIFY(loaded->warnings.first().contains(u"OCI_REGION_METADATA"_s));
    }
};

QTEST_GUILESS_MAIN(TestProfileSource)
#include "tst_profilesource.moc"
