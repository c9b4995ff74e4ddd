// SPDX-License-Identifier: MIT
#include "oci/auth/keyfiles.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using oci::ExistingKey;
using oci::PrivateKey;
using oci::writeKeyFiles;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestKeyFiles : public QObject
{
    Q_OBJECT

private slots:
    void writesAPairThatSigns()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"oci/keys"_s);
        const auto key = PrivateKey::generate().value();

        const auto files = writeKeyFiles(key, path, ExistingKey::Refuse);

        QVERIFY2(files, qPrintable(files ? QString() : files.error().message));
        QCOMPARE(files->fingerprint, key.fingerprint());
        const auto read = PrivateKey::fromPem(contentOf(files->privateKey));
        const auto half = oci::PublicKey::fromPem(contentOf(files->publicKey));
        QVERIFY(read && half);
        QCOMPARE(half->fingerprint(), files->fingerprint);
        QVERIFY(half->verifies("m", *read->sign("m")));
        const auto others = QFile::ReadGroup | QFile::ReadOther | QFile::ExeOther;
        QVERIFY(!(QFile::permissions(files->privateKey) & others));
        QVERIFY(!(QFile::permissions(path) & others));
    }

    void encryptsWithAPassphrase()
    {
        const QTemporaryDir folder;
        const auto key = PrivateKey::generate().value();
        const core::Secret word(QByteArrayView("r\xc3\xa4tsel"));

        const auto files = writeKeyFiles(key, folder.path(), ExistingKey::Refuse, word);

        QVERIFY2(files, qPrintable(files ? QString() : files.error().message));
        const QByteArray pem = contentOf(files->privateKey);
        QVERIFY(pem.startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
        QCOMPARE(PrivateKey::fromPem(pem).error().reason,
                 QLatin1StringView(PrivateKey::passphraseMissing));
        QCOMPARE(PrivateKey::fromPem(pem, word)->fingerprint(), key.fingerprint());
        const core::Secret longest(QByteArray(2000, 'x'));
        const QTemporaryDir other;
        QVERIFY(!writeKeyFiles(key, other.path(), ExistingKey::Refuse, longest));
        QVERIFY(QDir(other.path()).isEmpty());
    }

    void neverReplacesAKeyUnasked()
    {
        const QTemporaryDir folder;
        const auto first = PrivateKey::generate().value();
        const auto files = writeKeyFiles(first, folder.path(), ExistingKey::Refuse);
        const auto second = PrivateKey::generate().value();

        const auto refused = writeKeyFiles(second, folder.path(), ExistingKey::Refuse);

        QVERIFY(!refused);
        QCOMPARE(refused.error().reason, u"key_exists"_s);
        QCOMPARE(PrivateKey::fromPem(contentOf(files->privateKey))->fingerprint(),
                 first.fingerprint());

        QVERIFY(writeKeyFiles(second, folder.path(), ExistingKey::Replace));
        QCOMPARE(PrivateKey::fromPem(contentOf(files->privateKey))->fingerprint(),
                 second.fingerprint());
    }

    void aFolderThatCannotBeMadeIsSaid()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"file"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));

        const auto files = writeKeyFiles(PrivateKey::generate().value(),
                                         folder.filePath(u"file/keys"_s), ExistingKey::Refuse);

        QVERIFY(!files);
        QVERIFY2(files.error().message.contains(u"file/keys cannot be made"_s),
                 qPrintable(files.error().message));
    }
};

QTEST_APPLESS_MAIN(TestKeyFiles)
#include "tst_keyfiles.moc"
