// SPDX-License-Identifier: MIT
#include "oci/config/privatefile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using core::ErrorCode;
using oci::readPrivateFile;
using oci::writePrivateFile;

class TestPrivateFile : public QObject
{
    Q_OBJECT

private slots:
    void readsWhatIsThere()
    {
        const QString path = write("[DEFAULT]\n", 0600);

        const auto file = readPrivateFile(path, 100, {});

        QVERIFY(file);
        QVERIFY(file->bytes.equals("[DEFAULT]\n"));
        QCOMPARE(file->warning, QString());
    }

    void warnsOfAnOpenFile_data()
    {
        QTest::addColumn<int>("mode");
        QTest::addColumn<bool>("warns");

        QTest::newRow("0600") << 0600 << false;
        QTest::newRow("0400") << 0400 << false;
        QTest::newRow("0640") << 0640 << true;
        QTest::newRow("0604") << 0604 << true;
        QTest::newRow("0644") << 0644 << true;
        QTest::newRow("0620") << 0620 << true;
        QTest::newRow("0700") << 0700 << true;
    }

    void warnsOfAnOpenFile()
    {
#ifdef Q_OS_WIN
        QSKIP("modes say nothing on Windows");
#endif
        QFETCH(int, mode);
        QFETCH(bool, warns);
        const QString path = write("x", mode);
        QProcessEnvironment suppressed;
        suppressed.insert(u"OCI_CLI_SUPPRESS_FILE_PERMISSIONS_WARNING"_s, u"True"_s);
        QProcessEnvironment notSuppressed;
        notSuppressed.insert(u"OCI_CLI_SUPPRESS_FILE_PERMISSIONS_WARNING"_s, u"False"_s);

        QCOMPARE(!readPrivateFile(path, 9, {})->warning.isEmpty(), warns);
        QCOMPARE(!readPrivateFile(path, 9, notSuppressed)->warning.isEmpty(), warns);
        QCOMPARE(readPrivateFile(path, 9, suppressed)->warning, QString());
        QVERIFY(!warns || readPrivateFile(path, 9, {})->warning.contains(path));
    }

    void whatCannotBeReadSaysWhy()
    {
        const QString path = write("12345", 0600);

        const auto missing = readPrivateFile(m_folder.filePath(u"gone"_s), 9, {});
        const auto folder = readPrivateFile(m_folder.path(), 9, {});
        const auto large = readPrivateFile(path, 4, {});

        QCOMPARE(missing.error().code, ErrorCode::NotFound);
        QVERIFY(missing.error().message.contains(u"does not exist"_s));
        QCOMPARE(folder.error().code, ErrorCode::Unauthorized);
        QVERIFY(folder.error().message.contains(u"no regular file"_s));
        QCOMPARE(large.error().code, ErrorCode::Unauthorized);
        QVERIFY(large.error().message.contains(u"too large"_s));
        QVERIFY(readPrivateFile(path, 5, {}));
    }

    void writesInOneStepForItsOwnerAlone()
    {
        const QString path = write("old", 0644);
        QFile reader(path); // whoever has begun to read the old one reads it to its end
        QVERIFY(reader.open(QIODevice::ReadOnly));

        QVERIFY(writePrivateFile(path, core::Secret(QByteArrayView("new"))));

        QCOMPARE(reader.readAll(), "old");
        const auto file = readPrivateFile(path, 100, {});
        QVERIFY(file->bytes.equals("new"));
        QCOMPARE(file->warning, QString());
        QCOMPARE(QFileInfo(path).dir().entryList(QDir::Files).size(), 1);
    }

    void writesThroughALink()
    {
        const QString path = write("old", 0600);
        const QString link = path + u".link"_s;
        QVERIFY(QFile::link(path, link));

        QVERIFY(writePrivateFile(link, core::Secret(QByteArrayView("new"))));

        QVERIFY(QFileInfo(link).isSymLink());
        QVERIFY(readPrivateFile(path, 100, {})->bytes.equals("new"));
    }

    void whatCannotBeWrittenIsSaid()
    {
        const auto written = writePrivateFile(m_folder.filePath(u"none/token"_s),
                                              core::Secret(QByteArrayView("secret")));

        QVERIFY(!written);
        QVERIFY2(written.error().message.contains(u"none/token cannot be written"_s),
                 qPrintable(written.error().message));
        QVERIFY(!written.error().message.contains(u"secret"_s));
    }

private:
    QString write(const QByteArray &bytes, int mode)
    {
        const QString path = m_folder.filePath(u"file"_s);
        QFile::remove(path);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write");
        // The digits of a mode are Qt's flags for group and others, for the owner one place up.
        const auto digit = [mode](int place) { return (mode >> (3 * place)) & 7; };
        file.setPermissions(QFileDevice::Permissions::fromInt((digit(2) << 12) | (digit(2) << 8) |
                                                              (digit(1) << 4) | digit(0)));
        return path;
    }

    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(TestPrivateFile)
#include "tst_privatefile.moc"
