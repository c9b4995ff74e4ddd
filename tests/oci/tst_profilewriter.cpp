// SPDX-License-Identifier: MIT
#include "oci/config/profilewriter.h"

#include "oci/config/configfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using oci::withProfile;

class TestProfileWriter : public QObject
{
    Q_OBJECT

private slots:
    void changesWhatItMustAndNothingElse_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");

        const auto row = [](const char *name, const QByteArray &before, const QByteArray &after) {
            QTest::newRow(name) << before << after;
        };
        row("nothing", "", "[WORK]\nregion=r\ntenancy=t\n");
        row("another", "[DEFAULT]\nuser=u\n", "[DEFAULT]\nuser=u\n\n[WORK]\nregion=r\ntenancy=t\n");
        row("no last line end", "[DEFAULT]\nuser=u",
            "[DEFAULT]\nuser=u\n\n[WORK]\nregion=r\ntenancy=t\n");
        row("empty line at the end", "[DEFAULT]\nuser=u\n\n",
            "[DEFAULT]\nuser=u\n\n[WORK]\nregion=r\ntenancy=t\n");
        row("the same", "[WORK]\nregion=r\ntenancy=t\n", "[WORK]\nregion=r\ntenancy=t\n");
        row("other values", "[WORK]\n# mine\nTenancy = old\nuser=u\n\n[NEXT]\nregion=n\n",
            "[WORK]\n# mine\ntenancy=t\nuser=u\nregion=r\n\n[NEXT]\nregion=n\n");
        row("the last without a line end", "[WORK]\nuser=u",
            "[WORK]\nuser=u\nregion=r\ntenancy=t\n");
        row("an empty one", "[WORK]\n[NEXT]\n", "[WORK]\nregion=r\ntenancy=t\n[NEXT]\n");
        row("a comment of the same name", "#[WORK]\n", "#[WORK]\n\n[WORK]\nregion=r\ntenancy=t\n");
        row("the same profile twice", "[WORK]\nregion=x\n[A]\nregion=a\n[WORK]\nregion=y\n",
            "[WORK]\nregion=r\ntenancy=t\n[A]\nregion=a\n[WORK]\nregion=r\n");
        row("CRLF", "[WORK]\r\nregion=x\r\n", "[WORK]\r\nregion=r\r\ntenancy=t\r\n");
        row("other spellings", "[WORK]\nREGION : x\n tenancy=y\n", "[WORK]\nregion=r\ntenancy=t\n");
        row("a byte order mark", "\xef\xbb\xbf[WORK]\nregion=x\n",
            "\xef\xbb\xbf[WORK]\nregion=r\ntenancy=t\n");
        row("a mark that is none", "[A]\n\xef\xbb\xbf[WORK]=1\n",
            "[A]\n\xef\xbb\xbf[WORK]=1\n\n[WORK]\nregion=r\ntenancy=t\n");
        row("a remark behind the name", "[WORK] ; mine\n", "[WORK] ; mine\nregion=r\ntenancy=t\n");
        row("a value with brackets", "[A]\nx = [WORK]\n",
            "[A]\nx = [WORK]\n\n[WORK]\nregion=r\ntenancy=t\n");
        row("what goes away", "[WORK]\npassphrase=p\nuser=u\nPASS_PHRASE=q\n[A]\npass_phrase=a\n",
            "[WORK]\nuser=u\nregion=r\ntenancy=t\n[A]\npass_phrase=a\n");
        row("mixed line ends", "[WORK]\nregion=x\n[A]\r\nuser=u\r\n",
            "[WORK]\nregion=r\ntenancy=t\r\n[A]\r\nuser=u\r\n");
        row("half a line end", "[A]\nuser=u\r", "[A]\nuser=u\r\n\n[WORK]\nregion=r\ntenancy=t\n");
        row("CRLF, another", "[DEFAULT]\r\nuser=u\r\n",
            "[DEFAULT]\r\nuser=u\r\n\r\n[WORK]\r\nregion=r\r\ntenancy=t\r\n");
    }

    void changesWhatItMustAndNothingElse()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        const oci::ProfileEntries entries{
                {u"region"_s, u"r"_s}, {u"tenancy"_s, u"t"_s}, {u"pass_phrase"_s, std::nullopt}};

        QCOMPARE(withProfile(before, u"WORK"_s, entries), after);

        const auto read = oci::ConfigFile::parse(after, {});
        QVERIFY(read);
        QCOMPARE(read->profile(u"WORK"_s)->region, u"r"_s);
        QCOMPARE(withProfile(after, u"WORK"_s, entries), after);
    }

    void writesForItsOwnerAlone()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"new/config"_s);

        QVERIFY(oci::writeProfile(path, u"WORK"_s, {{u"region"_s, u"r"_s}}));
        QVERIFY(oci::writeProfile(path, u"OTHER"_s, {{u"region"_s, u"s"_s}}));

        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), "[WORK]\nregion=r\n\n[OTHER]\nregion=s\n");
        const auto others = QFile::ReadGroup | QFile::ReadOther;
        QVERIFY(!(file.permissions() & others));
        QVERIFY(!(QFile::permissions(folder.filePath(u"new"_s)) & others));
    }

    void whatCannotBeWrittenIsLeftAlone_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QString>("value");
        QTest::addColumn<bool>("readOnly");

        const QByteArray good = "[A]\nregion=a\n";
        QTest::newRow("no configuration") << QByteArray("what is this?\n") << u"r"_s << false;
        QTest::newRow("two lines") << good << u"r\n[A]\nregion=evil"_s << false;
        QTest::newRow("blank at the end") << good << u"r "_s << false;
        QTest::newRow("NUL") << good << QString(QChar(0)) << false;
        QTest::newRow("read-only") << good << u"r"_s << true;
    }

    void whatCannotBeWrittenIsLeftAlone()
    {
        QFETCH(QByteArray, before);
        QFETCH(QString, value);
        QFETCH(bool, readOnly);
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"config"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(before);
        file.close();
        if (readOnly)
            QVERIFY(file.setPermissions(QFile::ReadOwner));

        const auto written = oci::writeProfile(path, u"WORK"_s, {{u"region"_s, value}});

        QVERIFY(!written);
        QVERIFY(!written.error().message.isEmpty());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), before);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{u"config"_s});
    }

    void aLinkStaysOne()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"real"_s);
        QVERIFY(oci::writeProfile(path, u"A"_s, {{u"region"_s, u"a"_s}}));
        const QString link = folder.filePath(u"config"_s);
        QVERIFY(QFile::link(path, link));

        QVERIFY(oci::writeProfile(link, u"WORK"_s, {{u"region"_s, u"r"_s}}));

        QVERIFY(QFileInfo(link).isSymLink());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), "[A]\nregion=a\n\n[WORK]\nregion=r\n");
    }

    void ofTheDefaultOthersInherit()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"config"_s);
        QVERIFY(oci::writeProfile(path, u"A"_s, {{u"user"_s, u"a"_s}}));

        const auto written = oci::writeProfile(path, u"DEFAULT"_s, {{u"region"_s, u"r"_s}});

        QVERIFY2(written, qPrintable(written ? QString() : written.error().message));
    }

    void namesAreFitForFolders_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("fits");

        QTest::newRow("usual") << u"WORK-2.eu_1"_s << true;
        QTest::newRow("of other letters") << u"B\u00fcro \u6771\u4eac (2)"_s << true;
        QTest::newRow("empty") << QString() << false;
        QTest::newRow("hidden") << u".ssh"_s << false;
        QTest::newRow("blank at the end") << u"a "_s << false;
        QTest::newRow("turned around") << u"a\u202eb"_s << false;
        QTest::newRow("drive") << u"c:"_s << false;
        QTest::newRow("up") << u".."_s << false;
        QTest::newRow("path") << u"a/b"_s << false;
        QTest::newRow("bracket") << u"a]"_s << false;
        QTest::newRow("line end") << u"a\n"_s << false;
        QTest::newRow("long") << QString(65, u'a') << false;
    }

    void namesAreFitForFolders()
    {
        QFETCH(QString, name);
        QFETCH(bool, fits);

        QCOMPARE(oci::isProfileName(name), fits);
        if (!fits)
            QVERIFY(!oci::notAProfileName(name).message.contains(u'\n'));
    }
};

QTEST_APPLESS_MAIN(TestProfileWriter)
#include "tst_profilewriter.moc"
