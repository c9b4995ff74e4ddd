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

    //! Whether a file that is missing is made.
    enum class Missing { Make, Refuse };

    explicit UsageDatabase(QString fileName);
    ~UsageDatabase();
    Q_DISABLE_COPY_MOVE(UsageDatabase)

    //! A file that is no database, or a damaged one, is set aside (`notices()` tells), and a new
    //! one is begun. A file of a later version is left alone: Error::reason is "newer_version".
    [[nodiscard]] core::Result<void> open(Missing missing = Missing::Make);
    [[nodiscard]] bool isOpen() const { return m_isOpen; }
    //! All or nothing.
    [[nodiscard]] core::Result<void> add(const std::map<core::UsageKey, core::UsageAmount> &more);
    //! The newest day first.
    [[nodiscard]] core::Result<QList<core::UsageRow>> rows(const QDate &from, const QDate &to);
    //! What went on besides failures.
    [[nodiscard]] const QStringList &notices() const { return m_notices; }

private:
    [[nodiscard]] core::Result<void> openFile();
    [[nodiscard]] core::Result<void> prepare();
    void close();
    [[nodiscard]] core::Result<void> setAside();

    QString m_fileName;
    QString m_connection; //!< its name within Qt Sql
    QStringList m_notices;
    bool m_isOpen = false;
};

} // namespace app
