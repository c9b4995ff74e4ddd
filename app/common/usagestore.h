// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/pricefile.h"
#include "app/common/usagedatabase.h"
#include "core/ports/usagejournal.h"

#include <QMutex>
#include <QObject>
#include <QThread>
#include <QTimer>

#include <atomic>
#include <map>
#include <memory>

namespace app {

//! Keeps what was used in a file, written on a thread of its own: twice a second while there is
//! something to write, so that a process that is killed loses no more than that, and at the end.
//! Where the file cannot be written, the program goes on and the log says so once; what was used
//! meanwhile waits, up to a bound. Safe to use from any thread; the file and the prices lie in one
//! folder.
class UsageStore final : public core::UsageJournal
{
public:
    static constexpr std::size_t mostWaiting = 10'000; //!< rows

    explicit UsageStore(const QString &folder);
    ~UsageStore() override;
    Q_DISABLE_COPY_MOVE(UsageStore)

    void add(const core::UsageKey &key, const core::UsageAmount &amount) override;
    QFuture<core::Result<QList<core::UsageRow>>> rows(const QDate &from, const QDate &to) override;

    [[nodiscard]] static QString databaseIn(const QString &folder);
    [[nodiscard]] static QString pricesIn(const QString &folder);

private:
    void flush();
    [[nodiscard]] core::Result<void> write();
    void tell(const core::Error &error);

    QString m_folder;
    QMutex m_mutex;
    std::map<core::UsageKey, core::UsageAmount> m_waiting; //!< guarded by the mutex
    std::atomic<bool> m_isDue = false; //!< the thread knows that there is something to write
    QThread m_thread;
    std::unique_ptr<QObject> m_context; //!< lives in the thread, as do those below
    std::unique_ptr<QTimer> m_timer;
    std::unique_ptr<UsageDatabase> m_database;
    std::unique_ptr<PriceFile> m_prices;
    QString m_told;           //!< the failure that the log has
    bool m_isRefused = false; //!< the file is of a later version
};

} // namespace app
