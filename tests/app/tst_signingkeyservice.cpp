// SPDX-License-Identifier: MIT
#include "app/desktop/signingkeyservice.h"

#include "oci/auth/privatekey.h"
#include "oci/config/privatefile.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using core::Secret;
using Standing = core::SigningKeys::Standing;

namespace {

const QString user = u"ocid1.user.oc1..aaaaexample"_s;
const QString tenancy = u"ocid1.tenancy.oc1..aaaaexample"_s;

core::SigningKeyDetails details(const QString &profile, const QByteArray &passPhrase = {})
{
    return {.profile = profile,
            .user = user,
            .tenancy = tenancy,
            .region = u"FRA"_s,
            .passPhrase = Secret(QByteArrayView(passPhrase))};
}

struct Bench {
    Bench()
    {
        environment.insert(u"OCI_CONFIG_FILE"_s, config);
        write("# mine\n[DEFAULT]\nuser=ocid1.user.oc1..other\nkey_file=/k\npass_phrase=p\n"
              "[SESSION]\nsecurity_token_file=/t\n[OLD]\npass_phrase=q\nregion=us-chicago-1\n");
        profiles.emplace(settings, environment);
        keys.emplace(*profiles, settings,
                     app::SigningKeyService::Places{.configFile = config,
                                                    .keysFolder = folder.filePath(u"keys"_s)});
    }

    void write(const QByteArray &content)
    {
        QVERIFY(oci::writePrivateFile(config, Secret(QByteArrayView(content))));
    }

    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    core::Result<core::SigningKey> make(core::SigningKeyDetails asked)
    {
        const auto future = keys->make(std::move(asked));
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 20'000))
            return std::unexpected(core::Error{.message = u"no answer"_s});
        return future.result();
    }

    QTemporaryDir folder;
    QString config = folder.filePath(u"config"_s);
    app::Settings settings;
    QProcessEnvironment environment;
    std::optional<app::ProfileSource> profiles;
    std::optional<app::SigningKeyService> keys;
};

} // namespace

class TestSigningKeyService : public QObject
{
    Q_OBJECT

private slots:
    void makesAKeyThatAProfileSignsBy_data()
    {
        QTest::addColumn<bool>("consent");
        QTest::addColumn<QByteArray>("passPhrase");

        QTest::newRow("for this run") << false << QByteArray();
        QTest::newRow("in the configuration file") << true << QByteArray();
        QTest::newRow("with a passphrase") << true << QByteArray("r\xc3\xa4tsel");
    }

    void makesAKeyThatAProfileSignsBy()
    {
        QFETCH(bool, consent);
        QFETCH(QByteArray, passPhrase);
        Bench bench;
        const QByteArray before = Bench::read(bench.config);
        QSignalSpy made(&*bench.keys, &app::SigningKeyService::made);

        const auto key = bench.make(details(u"NEW"_s, passPhrase));

        QVERIFY2(key, qPrintable(key ? QString() : key.error().message));
        QCOMPARE(key->keyFile, bench.folder.filePath(u"keys/NEW/oci_api_key.pem"_s));
        QVERIFY(!(QFile::permissions(key->keyFile) & (QFile::ReadGroup | QFile::ReadOther)));
        const auto pair = oci::PrivateKey::fromPem(Bench::read(key->keyFile),
                                                   Secret(QByteArrayView(passPhrase)));
        QVERIFY(pair);
        QCOMPARE(QString::fromLatin1(pair->fingerprint()), key->fingerprint);
        QCOMPARE(QString::fromLatin1(pair->publicKeyPem()), key->publicKey);
        QCOMPARE(oci::PrivateKey::fromPem(Bench::read(key->keyFile)).has_value(),
                 passPhrase.isEmpty());
        QCOMPARE(Bench::read(bench.config), before); // nothing without consent
        QCOMPARE(made.count(), 0);

        bench.keys->use(consent);

        QCOMPARE(made.count(), 1);
        QCOMPARE(made[0][0].toString(), u"profile:NEW"_s);
        QCOMPARE(Bench::read(bench.config) != before, consent);
        QVERIFY(Bench::read(bench.config).startsWith(before));
        const Secret given = bench.keys->takePassPhrase();
        QVERIFY(given.equals(passPhrase));
        QVERIFY(!Bench::read(bench.config).contains(passPhrase.isEmpty() ? "\xff" : passPhrase));
        bench.profiles->reload();
        const auto loaded = bench.profiles->load(u"profile:NEW"_s, given);
        QVERIFY2(loaded, qPrintable(loaded ? QString() : loaded.error().message));
        QCOMPARE(loaded->warnings, QStringList());
        QCOMPARE(loaded->spec.region, u"eu-frankfurt-1"_s);
    }

    void aNewKeyTakesThePlaceOfTheOldOne()
    {
        Bench bench;
        QCOMPARE(bench.keys->standing(u"OLD"_s), Standing::Key);

        const auto first = bench.make(details(u"OLD"_s));
        bench.keys->use(true);
        const auto second = bench.make(details(u"OLD"_s));
        bench.keys->use(true);

        QVERIFY(first && second);
        QVERIFY(first->keyFile != second->keyFile);
        QVERIFY(QFile::exists(first->keyFile)); // no key is ever lost
        QCOMPARE(Bench::read(bench.config),
                 "# mine\n[DEFAULT]\nuser=ocid1.user.oc1..other\nkey_file=/k\npass_phrase=p\n"
                 "[SESSION]\nsecurity_token_file=/t\n[OLD]\nregion=eu-frankfurt-1\nuser=" +
                         user.toUtf8() + "\nfingerprint=" + second->fingerprint.toUtf8() +
                         "\nkey_file=" + second->keyFile.toUtf8() +
                         "\ntenancy=" + tenancy.toUtf8() + '\n');
    }

    void aSessionOfDefaultIsNotInherited()
    {
        Bench bench;
        bench.write("[DEFAULT]\nsecurity_token_file=/t\nkey_file=/k\n");
        bench.profiles->reload();

        QVERIFY(bench.make(details(u"NEW"_s)));
        bench.keys->use(true);

        bench.profiles->reload();
        const auto profile = bench.profiles->profileInFile(u"NEW"_s);
        QVERIFY(profile);
        QCOMPARE(profile->securityTokenFile, QString());
        QVERIFY(bench.profiles->load(u"profile:NEW"_s, {}));
    }

    void aConfigurationThatCannotBeWrittenIsSaid()
    {
        Bench bench;
        QVERIFY(QFile::setPermissions(bench.config, QFile::ReadOwner));
        QSignalSpy noticed(&*bench.keys, &app::SigningKeyService::noticed);
        QSignalSpy made(&*bench.keys, &app::SigningKeyService::made);
        QVERIFY(bench.make(details(u"NEW"_s)));

        bench.keys->use(true);

        QCOMPARE(noticed.count(), 1);
        QVERIFY2(noticed[0][0].toString().contains(u"read-only"_s),
                 qPrintable(noticed[0][0].toString()));
        QCOMPARE(made.count(), 1);
        QVERIFY(bench.profiles->load(u"profile:NEW"_s, {}));
    }

    void whatIsWrongIsNamedBeforeAnythingIsMade_data()
    {
        QTest::addColumn<QString>("param");

        for (const char *param : {"profile", "user", "tenancy", "region"})
            QTest::newRow(param) << QString::fromLatin1(param);
        QTest::newRow("session") << u"session"_s;
    }

    void whatIsWrongIsNamedBeforeAnythingIsMade()
    {
        QFETCH(QString, param);
        Bench bench;
        auto asked = details(u"NEW"_s);
        if (param == u"profile"_s)
            asked.profile = u"../x"_s;
        else if (param == u"session"_s)
            asked.profile = u"SESSION"_s;
        else if (param == u"user"_s)
            asked.user = tenancy;
        else if (param == u"tenancy"_s)
            asked.tenancy = user;
        else
            asked.region = u"a b"_s;

        const auto key = bench.make(std::move(asked));

        QVERIFY(!key);
        QCOMPARE(key.error().param, param == u"session"_s ? u"profile"_s : param);
        QVERIFY(!key.error().message.isEmpty());
        QVERIFY(!QDir(bench.folder.filePath(u"keys"_s)).exists());
    }
};

QTEST_GUILESS_MAIN(TestSigningKeyService)
#include "tst_signingkeyservice.moc"
