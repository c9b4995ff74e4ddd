// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/usagejournal.h"

#include <QList>
#include <QString>

#include <map>

namespace app {

//! The file with what was used, day by day: SQLite in WAL mode. Used in the thread that makes it,
//! which waits for the disk.
class UsageDatabase final
{
public:
    static constexpr int version = 1; //!< of the schema, in the file's user_version

    //! Who only reads makes and mends nothing, and so is in nobody's way.
    enum class Use { Write, Read };

    explicit UsageDatabase(QString fileName);
    ~UsageDatabase();
    Q_DISABLE_COPY_MOVE(UsageDatabase)

    //! A file that is no database, or a damaged one, is set aside (`notices()` tells), and a new
    //! one is begun. A file of a later version is left alone: Error::reason is "newer_version".
    //! To a reader both are errors, and so is a file that is not there yet (NotFound).
    [[nodiscard]] core::Result<void> open(Use use = Use::Write);
    [[nodiscard]] bool isOpen() const { return m_isOpen; }
    //! All or nothing.
    [[nodiscard]] core::Result<void> add(const std::map<core::UsageKey, core::UsageAmount> &more);
    //! The newest day first.
    [[nodiscard]] core::Result<QList<core::UsageRow>> rows(const QDate &from, const QDate &to);
    //! What went on besides failures.
    [[nodiscard]] const QStringList &notices() const { return m_notices; }

private:
    [[nodiscard]] core::Result<void> openFile(Use use);
    [[nodiscard]] core::Result<int> versionFound();
    [[nodiscard]] core::Result<void> prepare(int found);
    void close();
    [[nodiscard]] core::Result<void> setAside();

    QString m_fileName;
    QString m_connection; //!< its name within Qt Sql
    QStringList m_notices;
    bool m_isOpen = false;
};

} // namespace app
