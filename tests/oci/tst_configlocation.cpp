// SPDX-License-Identifier: MIT
#include "oci/config/configlocation.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using oci::ConfigLocation;

namespace {

const QString home = u"/home/someone"_s;

QProcessEnvironment with(const QStringList &variables)
{
    QProcessEnvironment environment;
    for (const QString &variable : variables)
        environment.insert(variable.section(u'=', 0, 0), variable.section(u'=', 1));
    return environment;
}

} // namespace

class TestConfigLocation : public QObject
{
    Q_OBJECT

private slots:
    void findsFileAndProfile_data()
    {
        QTest::addColumn<QStringList>("variables");
        QTest::addColumn<QStringList>("files");
        QTest::addColumn<QStringList>("expected"); // file, named by, profile, named by

        const QString usual = home + u"/.oci/config"_s;
        const QString legacy = home + u"/.oraclebmc/config"_s;
        QTest::newRow("nothing") << QStringList() << QStringList()
                                 << QStringList{{}, {}, u"DEFAULT"_s, {}};
        QTest::newRow("usual") << QStringList() << QStringList{usual, legacy}
                               << QStringList{usual, {}, u"DEFAULT"_s, {}};
        QTest::newRow("legacy") << QStringList() << QStringList{legacy}
                                << QStringList{legacy, {}, u"DEFAULT"_s, {}};
        QTest::newRow("named wins")
                << QStringList{u"OCI_CONFIG_FILE=/a"_s, u"OCI_CLI_CONFIG_FILE=/b"_s}
                << QStringList{usual, u"/a"_s, u"/b"_s}
                << QStringList{u"/a"_s, u"OCI_CONFIG_FILE"_s, u"DEFAULT"_s, {}};
        QTest::newRow("command line's")
                << QStringList{u"OCI_CONFIG_FILE="_s, u"OCI_CLI_CONFIG_FILE=~/b"_s}
                << QStringList{usual, home + u"/b"_s}
                << QStringList{home + u"/b"_s, u"OCI_CLI_CONFIG_FILE"_s, u"DEFAULT"_s, {}};
        QTest::newRow("profile") << QStringList{u"OCI_CONFIG_PROFILE=P"_s,
                                                u"OCI_CONFIG_FILE_KEY=Q"_s, u"OCI_CLI_PROFILE=R"_s}
                                 << QStringList{usual}
                                 << QStringList{usual, {}, u"P"_s, u"OCI_CONFIG_PROFILE"_s};
        QTest::newRow("second name")
                << QStringList{u"OCI_CONFIG_FILE_KEY=Q"_s, u"OCI_CLI_PROFILE=R"_s}
                << QStringList{usual} << QStringList{usual, {}, u"Q"_s, u"OCI_CONFIG_FILE_KEY"_s};
        QTest::newRow("third name")
                << QStringList{u"OCI_CONFIG_PROFILE="_s, u"OCI_CLI_PROFILE=R"_s} << QStringList()
                << QStringList{{}, {}, u"R"_s, u"OCI_CLI_PROFILE"_s};
    }

    void findsFileAndProfile()
    {
        QFETCH(QStringList, variables);
        QFETCH(QStringList, files);
        QFETCH(QStringList, expected);

        const auto location =
                oci::configLocation(with(variables), home,
                                    [&files](const QString &path) { return files.contains(path); });

        QVERIFY(location);
        QCOMPARE(*location, (ConfigLocation{expected[0], expected[1], expected[2], expected[3]}));
    }

    void aFileThatIsNamedAndMissingIsAnError_data()
    {
        QTest::addColumn<QString>("variable");
        QTest::newRow("OCI_CONFIG_FILE") << u"OCI_CONFIG_FILE"_s;
        QTest::newRow("OCI_CLI_CONFIG_FILE") << u"OCI_CLI_CONFIG_FILE"_s;
    }

    void aFileThatIsNamedAndMissingIsAnError()
    {
        QFETCH(QString, variable);

        const auto location =
                oci::configLocation(with({variable + u"=/gone"_s}), home,
                                    [](const QString &path) { return path != u"/gone"_s; });

        QVERIFY(!location);
        QCOMPARE(location.error().code, core::ErrorCode::NotFound);
        QVERIFY(location.error().message.contains(variable));
        QVERIFY(location.error().message.contains(u"/gone"_s));
    }

    void asksTheFileSystem()
    {
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath(u".oci"_s));
        const QString path = folder.filePath(u".oci/config"_s);

        QCOMPARE(oci::configLocation({}, folder.path())->file, QString());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(oci::configLocation({}, folder.path())->file, path);
        QVERIFY(!oci::configLocation(with({u"OCI_CONFIG_FILE="_s + folder.path()}), folder.path()));
    }
};

QTEST_APPLESS_MAIN(TestConfigLocation)
#include "tst_configlocation.moc"
