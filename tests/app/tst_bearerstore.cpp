// SPDX-License-Identifier: MIT
#include "app/desktop/bearerstore.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using app::BearerStore;
using app::SavedBearerConnection;

class TestBearerStore : public QObject
{
    Q_OBJECT

private slots:
    void keepsConnectionsBetweenRuns()
    {
        const QTemporaryDir folder;
        const QString name = folder.filePath(u"connections.json"_s);
        BearerStore first(name);
        QVERIFY(first.save(connection(u"a"_s)));
        QVERIFY(first.save(connection(u"b"_s)));
        QVERIFY(first.save(connection(u"a"_s))); // replaces

        BearerStore second(name);
        second.load();

        QCOMPARE(second.connections().size(), 2);
        QVERIFY(second.connections().contains(connection(u"a"_s)));
        QVERIFY(second.problem().isEmpty());
    }

    void keepsTheEndOfAKeyAndForgetsWhatIsOfThisRun()
    {
        const QTemporaryDir folder;
        const QString name = folder.filePath(u"connections.json"_s);
        SavedBearerConnection ending = connection(u"a"_s);
        ending.expires = QDateTime(QDate(2026, 8, 1), QTime(12, 0), QTimeZone::UTC);
        SavedBearerConnection passing = connection(u"b"_s);
        passing.isOfThisRun = true;
        BearerStore first(name);
        QVERIFY(first.save(passing));
        QVERIFY(!QFile::exists(name));
        QVERIFY(first.save(ending));
        QCOMPARE(first.connections().size(), 2);

        BearerStore second(name);
        second.load();

        QCOMPARE(second.connections(), QList{ending});
    }

    void removesAConnection()
    {
        const QTemporaryDir folder;
        const QString name = folder.filePath(u"connections.json"_s);
        BearerStore first(name);
        QVERIFY(first.save(connection(u"a"_s)));
        QVERIFY(first.save(connection(u"b"_s)));

        QVERIFY(first.remove(u"a"_s));
        QVERIFY(first.remove(u"nobody"_s));

        BearerStore second(name);
        second.load();
        QCOMPARE(second.connections(), QList{connection(u"b"_s)});
    }

    void aMissingFileIsAnEmptyList()
    {
        BearerStore store(u"/nonexistent/connections.json"_s);

        store.load();

        QVERIFY(store.connections().isEmpty());
        QVERIFY(store.problem().isEmpty());
    }

    void aFileThatCannotBeReadIsReportedAndLeftAlone_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("saying");
        QTest::newRow("damaged") << QByteArray("{\"version\":1,") << u"damaged"_s;
        QTest::newRow("newer") << QByteArray("{\"version\":99,\"bearer\":[]}")
                               << u"newer version"_s;
    }

    void aFileThatCannotBeReadIsReportedAndLeftAlone()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, saying);
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"connections.json"_s));
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.write(content);
        file.flush();

        BearerStore store(file.fileName());
        store.load();

        QVERIFY2(store.problem().contains(saying), qPrintable(store.problem()));
        QVERIFY(!store.save(connection(u"a"_s)));
        QVERIFY(!store.save(connection(u"z"_s)));
        QVERIFY(!store.remove(u"z"_s));
        file.seek(0);
        QCOMPARE(file.readAll(), content);
        QVERIFY(store.connections().contains(connection(u"a"_s))); // for this run
    }

    void aFullDiskIsReported()
    {
        if (!QFile::exists(u"/dev/full"_s))
            QSKIP("this system has no /dev/full");
        BearerStore store(u"/dev/full/connections.json"_s);

        QVERIFY(!store.save(connection(u"a"_s)));
        QVERIFY(store.problem().contains(u"cannot be written"_s));
    }

private:
    static SavedBearerConnection connection(const QString &name)
    {
        return {.name = name,
                .baseUrl = QUrl(u"https://a.example/openai/v1"_s),
                .models = {u"m"_s}};
    }
};

QTEST_APPLESS_MAIN(TestBearerStore)
#include "tst_bearerstore.moc"
