// SPDX-License-Identifier: MIT
#include "oci/discovery/catalogfile.h"

#include "tests/support/fixtures.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QTimeZone>

#ifdef Q_OS_UNIX
#include <csignal>
#include <sys/resource.h>
#include <unistd.h>
#endif

using core::ModelInfo;
using namespace Qt::StringLiterals;
using oci::SavedCatalog;

namespace {

const QDateTime now = QDateTime::fromString(u"2026-05-04T10:00:00.123Z"_s, Qt::ISODateWithMs);

SavedCatalog sample()
{
    const ModelInfo all{.id = u"team \"llama\" ü"_s,
                        .ocid = u"ocid1.generativeaiendpoint.oc1.us-chicago-1.a"_s,
                        .vendor = u"meta"_s,
                        .version = u"1.0"_s,
                        .capabilities = {u"CHAT"_s, u"NEW"_s},
                        .inputModalities = {u"text"_s, u"image"_s},
                        .serving = core::ServingMode::Dedicated,
                        .region = u"us-chicago-1"_s,
                        .contextLength = 128000,
                        .maxOutputTokens = 4000,
                        .supportsTools = true,
                        .reasons = true,
                        .created = now.addDays(-3),
                        .deprecated = now.addDays(-2),
                        .retired = now.addDays(2),
                        .baseModel = u"meta.llama-3.3-70b-instruct"_s,
                        .endpointId = u"ocid1.generativeaiendpoint.oc1.us-chicago-1.b"_s,
                        .compartmentId = u"ocid1.compartment.oc1..c"_s,
                        .callUrl = u"https://md.example.com/d"_s,
                        .lifecycleState = u"UPDATING"_s,
                        .leavesOci = true};
    return {.asOf = now,
            .models = {all,
                       {.id = u"bare"_s},
                       {.id = u"deployed"_s, .serving = core::ServingMode::Deployment},
                       {.id = u"routed"_s, .serving = core::ServingMode::Routed}}};
}

void write(const QString &name, const QByteArray &bytes)
{
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

} // namespace

class TestCatalogFile : public QObject
{
    Q_OBJECT

private slots:
    void givesBackWhatWasSaved()
    {
        QTemporaryDir folder;
        const QString name = folder.filePath(u"deeper/catalog.json"_s);

        oci::saveCatalog(sample(), name);
        const auto loaded = oci::loadCatalog(name);

        QVERIFY(loaded);
        QCOMPARE(loaded->asOf, now);
        QVERIFY(*loaded == sample());
        QCOMPARE(QFile::permissions(name) & (QFile::ReadGroup | QFile::WriteGroup |
                                             QFile::ReadOther | QFile::WriteOther),
                 QFile::Permissions());
        QCOMPARE(QDir(folder.filePath(u"deeper"_s)).entryList(QDir::Files),
                 QStringList{u"catalog.json"_s}); // nothing half written is left
    }

    void aMissingFileIsNothingToSpeakOf()
    {
        QTemporaryDir folder;

        QTest::failOnWarning(QRegularExpression(u".*"_s));
        QVERIFY(!oci::loadCatalog(folder.filePath(u"none.json"_s)));
    }

    void whatCannotBeUsedIsPassedOverWithALine_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray good = oci::catalogText(sample());
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut off") << good.first(good.size() / 2);
        QTest::newRow("another program's") << QByteArray("# settings\na=b\n");
        QTest::newRow("other JSON") << QByteArray(R"({"version":1})");
        QTest::newRow("an array") << QByteArray("[]");
        QTest::newRow("no version") << QByteArray(R"({"asOf":1,"models":[]})");
        QTest::newRow("version 0") << QByteArray(R"({"version":0,"asOf":1,"models":[]})");
        QTest::newRow("no time") << QByteArray(R"({"version":1,"models":[]})");
        QTest::newRow("a newer version")
                << QByteArray(R"({"version":3,"asOf":1777000000000,"models":[]})");
        QTest::newRow("zeros") << QByteArray(4096, '\0');
    }

    void whatCannotBeUsedIsPassedOverWithALine()
    {
        QFETCH(QByteArray, bytes);
        QTemporaryDir folder;
        const QString name = folder.filePath(u"catalog.json"_s);
        write(name, bytes);

        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"is not used"_s));
        QVERIFY(!oci::loadCatalog(name));

        oci::saveCatalog(sample(), name); // and is no obstacle to the next
        QVERIFY(oci::loadCatalog(name));
    }

    void anUnreadableFileIsPassedOverWithALine()
    {
#ifdef Q_OS_UNIX
        if (::geteuid() == 0)
            QSKIP("root may read everything");
#endif
        QTemporaryDir folder;
        const QString name = folder.filePath(u"catalog.json"_s);
        write(name, oci::catalogText(sample()));
        QFile::setPermissions(name, {});

        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"cannot be read"_s));
        QVERIFY(!oci::loadCatalog(name));
    }

    void aFolderInItsPlaceIsPassedOverWithALine()
    {
        QTemporaryDir folder;
        const QString name = folder.filePath(u"catalog.json"_s);
        QVERIFY(QDir().mkdir(name));

        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"cannot be read"_s));
        QVERIFY(!oci::loadCatalog(name));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"cannot be kept"_s));
        oci::saveCatalog(sample(), name);
        QVERIFY(QFileInfo(name).isDir());
    }

    void aFullDiskLeavesTheOldFile()
    {
        if (!QFile::exists(u"/dev/full"_s))
            QSKIP("there is no /dev/full");
        QTemporaryDir folder;
        // A folder that cannot be: its parent is a device without room.
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"cannot be kept"_s));
        oci::saveCatalog(sample(), u"/dev/full/catalog.json"_s);

        const QString name = folder.filePath(u"catalog.json"_s);
        oci::saveCatalog(sample(), name);
        rlimitedSave(name);

        const auto loaded = oci::loadCatalog(name);
        QVERIFY(loaded && *loaded == sample());
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{u"catalog.json"_s});
    }

    //! As two processes do: whoever reads finds one or the other, never a mixture.
    void writersAtOneTimeLeaveAWholeFile()
    {
        QTemporaryDir folder;
        const QString name = folder.filePath(u"catalog.json"_s);
        const auto writer = [&name](const QString &prefix) {
            SavedCatalog catalog{.asOf = now};
            for (int i = 0; i < 300; ++i)
                catalog.models.append({.id = prefix + QString::number(i)});
            for (int i = 0; i < 30; ++i)
                oci::saveCatalog(catalog, name);
        };
        oci::saveCatalog(sample(), name);

        std::unique_ptr<QThread> one(QThread::create(writer, u"a"_s));
        std::unique_ptr<QThread> two(QThread::create(writer, u"b"_s));
        one->start();
        two->start();
        QTest::failOnWarning(QRegularExpression(u"is not used"_s));
        int reads = 0;
        while (!one->isFinished() || !two->isFinished()) {
            const auto loaded = oci::loadCatalog(name);
            QVERIFY(loaded);
            if (loaded->models.size() != sample().models.size()) {
                QCOMPARE(loaded->models.size(), 300);
                QCOMPARE(loaded->models.first().id.first(1), loaded->models.last().id.first(1));
            }
            ++reads;
        }
        QVERIFY(one->wait() && two->wait());

        QVERIFY(reads > 0);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{u"catalog.json"_s});
    }

private:
    static void rlimitedSave(const QString &name);
};

#ifdef Q_OS_UNIX
//! A file that may not grow stands for a disk that is full: write() fails either way.
void TestCatalogFile::rlimitedSave(const QString &name)
{
    SavedCatalog big{.asOf = now};
    for (int i = 0; i < 2000; ++i)
        big.models.append({.id = QString::number(i)});
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    rlimit small = before;
    small.rlim_cur = 4096;
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"cannot be kept"_s));
    oci::saveCatalog(big, name);
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
    std::signal(SIGXFSZ, handler);
}
#else
void TestCatalogFile::rlimitedSave(const QString &) { }
#endif

QTEST_GUILESS_MAIN(TestCatalogFile)
#include "tst_catalogfile.moc"
