// SPDX-License-Identifier: MIT
#include "app/common/usagestore.h"

#include "app/headless/usagecommand.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using app::UsageDatabase;
using app::UsageStore;
using core::UsageAmount;
using core::UsageKey;
using core::UsageRow;

namespace {

const QDate day(2026, 3, 1);
const UsageKey chat{.day = day, .caller = u"k1"_s, .model = u"m"_s, .target = u"DEFAULT"_s};

//! Waits for what the store has.
QList<UsageRow> rowsOf(UsageStore &store, const QDate &from = day, const QDate &to = day)
{
    const auto future = store.rows(from, to);
    if (!QTest::qWaitFor([&] { return future.isFinished(); }) || !future.result())
        qFatal("no rows");
    return *future.result();
}

//! Waits for what another process would find.
QList<UsageRow> rowsIn(const QString &folder)
{
    UsageDatabase database(UsageStore::databaseIn(folder));
    if (!database.open(UsageDatabase::Use::Read))
        return {};
    return database.rows(day, day).value_or(QList<UsageRow>());
}

void execute(const QString &fileName, const QString &statement)
{
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"test"_s);
        database.setDatabaseName(fileName);
        if (!database.open() || !QSqlQuery(database).exec(statement))
            qFatal("cannot %s", qUtf8Printable(statement));
    }
    QSqlDatabase::removeDatabase(u"test"_s);
}

QByteArray contentOf(const QString &fileName)
{
    QFile file(fileName);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString &fileName, const QByteArray &content)
{
    QFile file(fileName);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write");
}

} // namespace

class TestUsageStore : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void sumsUp()
    {
        UsageStore store(path());
        store.add(chat, {.requests = 1, .tokensIn = 10, .tokensOut = 5, .tokensCached = 2});
        store.add(chat, {.requests = 1, .failed = 1});
        UsageKey other = chat;
        other.model = u"n"_s;
        store.add(other, {.requests = 1, .tokensReasoning = 7});

        const auto rows = rowsOf(store);
        QCOMPARE(rows.size(), 2);
        QCOMPARE(rows[0].key, chat);
        QCOMPARE(rows[0].amount, (UsageAmount{2, 1, 10, 5, 2, 0}));
        QVERIFY(!rows[0].cost); // no price is known
        QCOMPARE(rows[1].amount.tokensReasoning, 7);

        store.add(chat, {.requests = 1, .tokensIn = 1});
        QCOMPARE(rowsOf(store)[0].amount.tokensIn, 11);
        QCOMPARE(rowsOf(store, day.addDays(1), day.addDays(9)).size(), 0);
    }

    void newestDayFirst()
    {
        UsageStore store(path());
        UsageKey later = chat;
        later.day = day.addDays(1);
        store.add(chat, {.requests = 1});
        store.add(later, {.requests = 1});

        const auto rows = rowsOf(store, day, day.addDays(1));
        QCOMPARE(rows.size(), 2);
        QCOMPARE(rows[0].key.day, later.day);
    }

    // It writes twice a second; a machine at work on other tests may take longer.
    void isOnDiskSoonAfterwards()
    {
        UsageStore store(path());
        store.add(chat, {.requests = 1, .tokensIn = 10});

        QTRY_COMPARE_WITH_TIMEOUT(rowsIn(path()).size(), 1, 5000);
        store.add(chat, {.requests = 1, .tokensIn = 10});
        QTRY_COMPARE_WITH_TIMEOUT(rowsIn(path()).value(0).amount.tokensIn, 20, 5000);
    }

    void theEndWritesTheRest()
    {
        std::make_unique<UsageStore>(path())->add(chat, {.requests = 3});
        QCOMPARE(rowsIn(path()).value(0).amount.requests, 3);
    }

    void twoStoresAddUp()
    {
        UsageStore one(path());
        UsageStore other(path());
        one.add(chat, {.requests = 1});
        other.add(chat, {.requests = 2});
        (void)rowsOf(one);
        (void)rowsOf(other);
        QCOMPARE(rowsOf(one)[0].amount.requests, 3);
    }

    void aLaterVersionIsLeftAlone()
    {
        {
            UsageDatabase database(file());
            QVERIFY(database.open());
        }
        execute(file(), u"PRAGMA user_version = 7"_s);
        const QByteArray before = contentOf(file());
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"later version"_s));
        {
            UsageStore store(path());
            store.add(chat, {.requests = 1});
            const auto future = store.rows(day, day);
            QTRY_VERIFY(future.isFinished());
            QVERIFY(!future.result());
            QCOMPARE(future.result().error().reason, u"newer_version"_s);
            QTest::qWait(0);
        }
        QCOMPARE(contentOf(file()), before);
    }

    void aDamagedFileIsSetAside()
    {
        const QByteArray rubbish(9000, 'x');
        write(file(), rubbish);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"was damaged"_s));

        UsageStore store(path());
        store.add(chat, {.requests = 1});

        QCOMPARE(rowsOf(store).size(), 1);
        const QStringList aside = QDir(path()).entryList({u"usage.sqlite.damaged-*"_s});
        QCOMPARE(aside.size(), 1);
        QCOMPARE(contentOf(path() + u'/' + aside.first()), rubbish);
    }

    void aLockedFileIsWrittenLater()
    {
        UsageStore store(path());
        store.add(chat, {.requests = 1});
        QCOMPARE(rowsOf(store).size(), 1);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"cannot be read or written"_s));
        QTest::ignoreMessage(QtInfoMsg, "the usage is written again");
        {
            QSqlDatabase lock = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"lock"_s);
            lock.setDatabaseName(file());
            QVERIFY(lock.open());
            QVERIFY(QSqlQuery(lock).exec(u"BEGIN EXCLUSIVE"_s));
            store.add(chat, {.requests = 1});
            QTest::qWait(2000); // the pause and SQLite's own wait
            lock.close();
        }
        QSqlDatabase::removeDatabase(u"lock"_s);

        QTRY_COMPARE_WITH_TIMEOUT(rowsIn(path()).value(0).amount.requests, 2, 15'000);
        QTest::qWait(0);
    }

    void aFolderThatCannotBeMadeStopsNothing()
    {
        write(path() + u"/file"_s, "x");
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"Cannot make the folder"_s));
        UsageStore store(path() + u"/file/folder"_s);
        store.add(chat, {.requests = 1});
        const auto future = store.rows(day, day);
        QTRY_VERIFY(future.isFinished());
        QVERIFY(!future.result());
    }

    void pricesCanBeEdited()
    {
        UsageStore store(path());
        store.add(chat, {.requests = 1, .tokensIn = 2'000'000});
        QVERIFY(!rowsOf(store)[0].cost);

        write(path() + u"/prices.json"_s,
              R"({"currency":"USD","prices":[{"model":"m","input":1.5,"output":2}]})");
        QCOMPARE(rowsOf(store)[0].cost, (core::UsageCost{3.0, u"USD"_s}));

        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"is of no use"_s));
        write(path() + u"/prices.json"_s, "{");
        QVERIFY(!rowsOf(store)[0].cost);
    }

    void theTableLinesUp()
    {
        const QList<UsageRow> rows{
                {.key = chat,
                 .amount = {.requests = 2, .tokensIn = 1000, .tokensOut = 50},
                 .cost = core::UsageCost{0.25, u"USD"_s}},
                {.key = {.day = day, .model = u"a-longer-name"_s}, .amount = {.requests = 1}}};
        const QStringList lines = app::usageTable(rows).split(u'\n');
        QCOMPARE(lines.size(), 5); // a head, two rows, the sum and the end
        for (qsizetype i = 1; i < 4; ++i)
            QCOMPARE(lines[i].size(), lines[0].size());
        QVERIFY(lines[1].endsWith("USD 0.2500"_L1));
        QVERIFY(lines[2].endsWith(u'–'));
        QVERIFY(lines[3].startsWith("all"_L1));
        QVERIFY(lines[3].endsWith("USD 0.2500"_L1));
    }

private:
    [[nodiscard]] QString path() const { return m_folder->path(); }
    [[nodiscard]] QString file() const { return UsageStore::databaseIn(path()); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestUsageStore)
#include "tst_usagestore.moc"
