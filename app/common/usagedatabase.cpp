// SPDX-License-Identifier: MIT
#include "app/common/usagedatabase.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>
#include <QVariant>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;
using core::UsageAmount;
using core::UsageKey;

namespace app {

namespace {

constexpr auto damaged = "damaged"_L1;

constexpr auto schema =
        "CREATE TABLE usage (day TEXT NOT NULL, caller TEXT NOT NULL, model TEXT NOT NULL, "
        "target TEXT NOT NULL, requests INTEGER NOT NULL, failed INTEGER NOT NULL, "
        "tokens_in INTEGER NOT NULL, tokens_out INTEGER NOT NULL, tokens_cached INTEGER NOT NULL, "
        "tokens_reasoning INTEGER NOT NULL, PRIMARY KEY (day, caller, model, target)) "
        "WITHOUT ROWID"_L1;

constexpr auto addRow =
        "INSERT INTO usage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (day, caller, model, target) DO UPDATE SET "
        "requests = requests + excluded.requests, failed = failed + excluded.failed, "
        "tokens_in = tokens_in + excluded.tokens_in, "
        "tokens_out = tokens_out + excluded.tokens_out, "
        "tokens_cached = tokens_cached + excluded.tokens_cached, "
        "tokens_reasoning = tokens_reasoning + excluded.tokens_reasoning"_L1;

std::unexpected<Error> failed(const QString &fileName, const QSqlError &error)
{
    // SQLITE_CORRUPT and SQLITE_NOTADB, extended codes of the former included.
    const int code = error.nativeErrorCode().toInt() & 0xff;
    return std::unexpected(
            Error{.code = ErrorCode::Unavailable,
                  .message = u"The usage in %1 cannot be read or written: %2"_s.arg(
                          fileName, error.databaseText()),
                  .reason = code == 11 || code == 26 ? QString(damaged) : QString()});
}

std::unexpected<Error> nothingYet(const QString &fileName)
{
    return std::unexpected(
            Error{.code = ErrorCode::NotFound,
                  .message = u"Nothing was used yet: there is no usage in %1"_s.arg(fileName)});
}

} // namespace

UsageDatabase::UsageDatabase(QString fileName)
    : m_fileName(std::move(fileName))
    , m_connection(u"usage-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces))
{
}

UsageDatabase::~UsageDatabase()
{
    close();
}

void UsageDatabase::close()
{
    m_isOpen = false;
    if (QSqlDatabase::contains(m_connection)) {
        QSqlDatabase::database(m_connection, false).close();
        QSqlDatabase::removeDatabase(m_connection);
    }
}

Result<void> UsageDatabase::open(Use use)
{
    if (m_isOpen)
        return {};
    if (use == Use::Read && !QFileInfo::exists(m_fileName))
        return nothingYet(m_fileName);
    auto opened = openFile(use);
    if (!opened && use == Use::Write && opened.error().reason == damaged) {
        close();
        opened = setAside().and_then([this] { return openFile(Use::Write); });
    }
    if (!opened)
        close();
    m_isOpen = opened.has_value();
    return opened;
}

Result<void> UsageDatabase::openFile(Use use)
{
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_connection);
        database.setDatabaseName(m_fileName);
        database.setConnectOptions(use == Use::Read
                                           ? u"QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=1000"_s
                                           : u"QSQLITE_BUSY_TIMEOUT=1000"_s);
        if (!database.open())
            return failed(m_fileName, database.lastError());
    }
    if (use == Use::Write)
        QFile::setPermissions(m_fileName, QFile::ReadOwner | QFile::WriteOwner);
    return versionFound().and_then([this, use](int found) -> Result<void> {
        if (use == Use::Write)
            return prepare(found);
        if (found < version)
            return nothingYet(m_fileName);
        return {};
    });
}

Result<int> UsageDatabase::versionFound()
{
    QSqlQuery query(QSqlDatabase::database(m_connection));
    if (!query.exec(u"PRAGMA user_version"_s) || !query.next())
        return failed(m_fileName, query.lastError());
    const int found = query.value(0).toInt();
    if (found > version) {
        return std::unexpected(
                Error{.code = ErrorCode::Unavailable,
                      .message = u"%1 was written by a later version of this program and is left "
                                 "as it is; no usage is kept"_s.arg(m_fileName),
                      .reason = u"newer_version"_s});
    }
    return found;
}

Result<void> UsageDatabase::prepare(int found)
{
    QSqlQuery query(QSqlDatabase::database(m_connection));
    // With a write-ahead log a process that is killed loses nothing that was committed.
    for (const auto &pragma : {"PRAGMA journal_mode = WAL"_L1, "PRAGMA synchronous = NORMAL"_L1,
                               "PRAGMA quick_check(1)"_L1}) {
        if (!query.exec(pragma))
            return failed(m_fileName, query.lastError());
    }
    if (query.next() && query.value(0).toString() != "ok"_L1) {
        return std::unexpected(Error{.code = ErrorCode::Unavailable,
                                     .message = u"%1 is damaged"_s.arg(m_fileName),
                                     .reason = damaged});
    }
    query.finish();
    if (found == version)
        return {};
    for (const QString &statement :
         {u"BEGIN IMMEDIATE"_s, u"DROP TABLE IF EXISTS usage"_s, QString(schema),
          u"PRAGMA user_version = %1"_s.arg(version), u"COMMIT"_s}) {
        if (!query.exec(statement)) {
            const QSqlError error = query.lastError();
            query.exec(u"ROLLBACK"_s);
            return failed(m_fileName, error);
        }
    }
    return {};
}

Result<void> UsageDatabase::setAside()
{
    const QString place = u"%1.damaged-%2"_s.arg(
            m_fileName, QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd-hhmmsszzz"_s));
    if (!QFile::rename(m_fileName, place)) {
        return std::unexpected(
                Error{.code = ErrorCode::Unavailable,
                      .message = u"%1 is damaged and cannot be set aside"_s.arg(m_fileName)});
    }
    QFile::rename(m_fileName + u"-wal"_s, place + u"-wal"_s);
    QFile::remove(m_fileName + u"-shm"_s);
    m_notices.append(
            u"%1 was damaged; it is kept as %2, and a new one was begun"_s.arg(m_fileName, place));
    return {};
}

Result<void> UsageDatabase::add(const std::map<UsageKey, UsageAmount> &more)
{
    QSqlDatabase database = QSqlDatabase::database(m_connection);
    QSqlQuery query(database);
    if (!query.exec(u"BEGIN IMMEDIATE"_s))
        return failed(m_fileName, query.lastError());
    bool isGood = query.prepare(addRow);
    for (auto each = more.begin(); isGood && each != more.end(); ++each) {
        const auto &[key, amount] = *each;
        query.addBindValue(key.day.toString(Qt::ISODate));
        for (const QString &text : {key.caller, key.model, key.target})
            query.addBindValue(text.isNull() ? u""_s : text); // null is no text to SQL
        for (const qint64 number : {amount.requests, amount.failed, amount.tokensIn,
                                    amount.tokensOut, amount.tokensCached, amount.tokensReasoning})
            query.addBindValue(number);
        isGood = query.exec();
    }
    if (isGood && query.exec(u"COMMIT"_s))
        return {};
    const QSqlError error = query.lastError();
    query.exec(u"ROLLBACK"_s);
    return failed(m_fileName, error);
}

Result<QList<core::UsageRow>> UsageDatabase::rows(const QDate &from, const QDate &to)
{
    QSqlQuery query(QSqlDatabase::database(m_connection));
    query.setForwardOnly(true);
    query.prepare(u"SELECT * FROM usage WHERE day BETWEEN ? AND ? "
                  "ORDER BY day DESC, caller, model, target"_s);
    query.addBindValue(from.toString(Qt::ISODate));
    query.addBindValue(to.toString(Qt::ISODate));
    if (!query.exec())
        return failed(m_fileName, query.lastError());
    QList<core::UsageRow> rows;
    while (query.next()) {
        rows.append({.key = {.day = QDate::fromString(query.value(0).toString(), Qt::ISODate),
                             .caller = query.value(1).toString(),
                             .model = query.value(2).toString(),
                             .target = query.value(3).toString()},
                     .amount = {.requests = query.value(4).toLongLong(),
                                .failed = query.value(5).toLongLong(),
                                .tokensIn = query.value(6).toLongLong(),
                                .tokensOut = query.value(7).toLongLong(),
                                .tokensCached = query.value(8).toLongLong(),
                                .tokensReasoning = query.value(9).toLongLong()}});
    }
    if (query.lastError().isValid())
        return failed(m_fileName, query.lastError());
    return rows;
}

} // namespace app
