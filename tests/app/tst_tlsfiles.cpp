// SPDX-License-Identifier: MIT
#include "app/common/tlsfiles.h"

#include "tests/support/fixtures.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class TestTlsFiles : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (!QSslSocket::supportsSsl())
            QSKIP("no TLS library");
        for (const auto &name : {u"server"_s, u"other"_s}) {
            for (const auto &end : {u".pem"_s, u".key.pem"_s}) {
                QVERIFY(QFile::copy(tests::testFile(u"fixtures/tls/"_s + name + end),
                                    path(name + end)));
                QFile::setPermissions(path(name + end), QFile::ReadOwner | QFile::WriteOwner);
            }
        }
    }

    void readsWhatBelongsTogether_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("EC") << u"server"_s;
        QTest::newRow("RSA") << u"other"_s;
    }

    void readsWhatBelongsTogether()
    {
        QFETCH(QString, name);

        const auto files = app::readTlsFiles(path(name + u".pem"_s), path(name + u".key.pem"_s));

        QVERIFY2(files, files ? "" : qPrintable(files.error().message));
        QCOMPARE(files->warnings, QStringList());
        QCOMPARE(files->configuration->localCertificateChain().size(), 1);
        QVERIFY(!files->configuration->privateKey().isNull());
        QCOMPARE(files->configuration->protocol(), QSsl::TlsV1_2OrLater);
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("certificate");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("saying");
        const QString good = path(u"server.pem"_s);
        const QString key = path(u"server.key.pem"_s);
        QTest::newRow("no key") << good << QString() << u"both tls_certificate and tls_key"_s;
        QTest::newRow("no certificate") << QString() << key << u"both"_s;
        QTest::newRow("a missing file") << u"/nonexistent.pem"_s << key << u"/nonexistent.pem"_s;
        QTest::newRow("a missing key") << good << u"/nonexistent.pem"_s << u"/nonexistent.pem"_s;
        QTest::newRow("a key as certificate") << key << key << u"holds no certificate"_s;
        QTest::newRow("a certificate as key") << good << good << u"holds no private key"_s;
        QTest::newRow("another's key") << good << path(u"other.key.pem"_s) << u"does not fit"_s;
        QTest::newRow("an encrypted key")
                << path(u"other.pem"_s) << tests::testFile(u"fixtures/keys/pkcs8_encrypted.pem"_s)
                << u"without a passphrase"_s;
    }

    void refuses()
    {
        QFETCH(QString, certificate);
        QFETCH(QString, key);
        QFETCH(QString, saying);

        const auto files = app::readTlsFiles(certificate, key);

        QVERIFY(!files);
        QVERIFY2(files.error().message.contains(saying), qPrintable(files.error().message));
    }

    void warnsOfAKeyThatOthersCanRead()
    {
        QVERIFY(QFile::copy(path(u"server.key.pem"_s), path(u"open.key.pem"_s)));
        QFile::setPermissions(path(u"open.key.pem"_s),
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther);

        const auto files = app::readTlsFiles(path(u"server.pem"_s), path(u"open.key.pem"_s));

        QVERIFY(files);
        QCOMPARE(files->warnings.size(), 1);
        QVERIFY(files->warnings.first().contains(u"open.key.pem"_s));
    }

private:
    QString path(const QString &name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestTlsFiles)
#include "tst_tlsfiles.moc"
