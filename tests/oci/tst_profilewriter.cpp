// SPDX-License-Identifier: MIT
#include "oci/config/profilewriter.h"

#include "oci/config/configfile.h"

#include <QFile>
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
        row("CRLF, another", "[DEFAULT]\r\nuser=u\r\n",
            "[DEFAULT]\r\nuser=u\r\n\r\n[WORK]\r\nregion=r\r\ntenancy=t\r\n");
    }

    void changesWhatItMustAndNothingElse()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        const oci::ProfileEntries entries{{u"region"_s, u"r"_s}, {u"tenancy"_s, u"t"_s}};

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

    void whatIsNoConfigurationIsLeftAlone()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"config"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("what is this?\n");
        file.close();

        QVERIFY(!oci::writeProfile(path, u"WORK"_s, {{u"region"_s, u"r"_s}}));

        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), "what is this?\n");
    }

    void namesAreFitForFolders_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("fits");

        QTest::newRow("usual") << u"WORK-2.eu_1"_s << true;
        QTest::newRow("empty") << QString() << false;
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
    }
};

QTEST_APPLESS_MAIN(TestProfileWriter)
#include "tst_profilewriter.moc"
