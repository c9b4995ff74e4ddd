// SPDX-License-Identifier: MIT
#include "oci/auth/profilekey.h"
#include "oci/config/environmentprofile.h"
#include "tests/support/fixtures.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using core::ErrorCode;
using core::Secret;
using oci::ConfigFile;
using oci::PrivateKey;
using oci::ProfileKey;

namespace {

const QByteArray fingerprint = "f7:60:4f:d3:4a:ec:0e:a7:74:6c:0d:a1:7b:d6:35:48";

QByteArray keyText(const QString &name)
{
    return tests::readTestFile(u"fixtures/keys/"_s + name);
}

} // namespace

class TestProfileKey : public QObject
{
    Q_OBJECT

private slots:
    void readsTheKeyFile()
    {
        const auto key = load("key_file=~/key.pem\nfingerprint=" + fingerprint, u"pkcs8.pem"_s);

        QVERIFY2(key, qPrintable(key ? QString() : key.error().message));
        QCOMPARE(key->key.fingerprint(), fingerprint);
        QCOMPARE(key->warnings, QStringList());
    }

    void aPassphraseComesFromThePersonTheEnvironmentOrTheFile_data()
    {
        QTest::addColumn<QByteArray>("inFile");
        QTest::addColumn<QString>("inEnvironment");
        QTest::addColumn<QByteArray>("given");
        QTest::addColumn<QString>("reason"); // empty: it loads

        const QByteArray good = "changeit";
        const QByteArray bad = "hunter2";
        const QString missing = QLatin1StringView(PrivateKey::passphraseMissing);
        const QString wrong = QLatin1StringView(PrivateKey::passphraseWrong);
        QTest::newRow("none") << QByteArray() << QString() << QByteArray() << missing;
        QTest::newRow("file") << good << QString() << QByteArray() << QString();
        QTest::newRow("wrong file") << bad << QString() << QByteArray() << wrong;
        QTest::newRow("environment") << bad << u"changeit"_s << QByteArray() << QString();
        QTest::newRow("given") << bad << u"hunter3"_s << good << QString();
        QTest::newRow("wrong given") << good << u"changeit"_s << bad << wrong;
    }

    void aPassphraseComesFromThePersonTheEnvironmentOrTheFile()
    {
        QFETCH(QByteArray, inFile);
        QFETCH(QString, inEnvironment);
        QFETCH(QByteArray, given);
        QFETCH(QString, reason);
        QProcessEnvironment environment;
        environment.insert(u"OCI_CLI_PASSPHRASE"_s, inEnvironment);

        const auto key = load("key_file=~/key.pem\npass_phrase=" + inFile, u"pkcs8_encrypted.pem"_s,
                              environment, Secret(given));

        QCOMPARE(key ? QString() : key.error().reason, reason);
        QVERIFY(key || key.error().message.contains(u"[DEFAULT]"_s));
        QVERIFY(key || !key.error().message.contains(u"hunter"_s));
    }

    void aMissingKeyFileSaysWhoseItIs()
    {
        const auto key = load("key_file=/nowhere/key.pem", {});

        QVERIFY(!key);
        QCOMPARE(key.error().code, ErrorCode::NotFound);
        for (const QString &words : {u"[DEFAULT]"_s, u"/nowhere/key.pem"_s, u"key_file"_s})
            QVERIFY2(key.error().message.contains(words), qPrintable(key.error().message));
    }

    void keyTextNeedsNoFile()
    {
        const QByteArray oneLine = keyText(u"pkcs8.pem"_s).replace("\n", "\\n");
        QProcessEnvironment environment;
        environment.insert(u"OCI_KEY"_s, QString::fromLatin1(oneLine));

        QVERIFY(load("key_content=" + oneLine, {}));
        QVERIFY(load("region=r", {}, environment));
    }

    void warnsOfAnotherKeyAndOfAnOpenFile()
    {
        const auto key = load("key_file=~/key.pem\nfingerprint=" +
                                      QByteArray(fingerprint).replace("f7", "f8"),
                              u"pkcs8.pem"_s, {}, {}, true);

        QVERIFY(key);
        QCOMPARE(key->warnings.size(), 2);
        QVERIFY(key->warnings[0].contains(u"chmod 600"_s));
        QVERIFY(key->warnings[1].contains(u"f8:60"_s));
    }

    void aMissingFileIsNamed()
    {
        const auto key = load("key_file=~/gone.pem", {});

        QCOMPARE(key.error().code, ErrorCode::NotFound);
        QVERIFY(key.error().message.contains(m_home.filePath(u"gone.pem"_s)));
    }

private:
    core::Result<ProfileKey> load(const QByteArray &settings, const QString &keyName,
                                  const QProcessEnvironment &environment = {},
                                  const Secret &given = {}, bool isOpen = false)
    {
        if (!keyName.isEmpty()) {
            QFile file(m_home.filePath(u"key.pem"_s));
            if (!file.open(QIODevice::WriteOnly) || file.write(keyText(keyName)) <= 0)
                qFatal("cannot write");
            auto mode = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
            file.setPermissions(isOpen ? mode | QFileDevice::ReadOther : mode);
        }
        const ConfigFile file = ConfigFile::parse("[DEFAULT]\n" + settings, m_home.path()).value();
        const oci::Profile profile = oci::withEnvironment(file.profile(u"DEFAULT"_s).value(),
                                                          environment, m_home.path());
        return oci::loadKey(profile, file, environment, given);
    }

    QTemporaryDir m_home;
};

QTEST_APPLESS_MAIN(TestProfileKey)
#include "tst_profilekey.moc"
