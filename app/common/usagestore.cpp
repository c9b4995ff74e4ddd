// SPDX-License-Identifier: MIT
#include "app/common/usagestore.h"

#include "app/common/settingsloader.h"

#include <QLoggingCategory>
#include <QPromise>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::Result;
using core::UsageAmount;
using core::UsageKey;
using core::UsageRow;

namespace app {

namespace {

Q_LOGGING_CATEGORY(log, "app.usage")

constexpr auto pause = 500ms;
constexpr auto pauseAfterFailure = 1s; // another process may have had the file

} // namespace

UsageStore::UsageStore(const QString &folder)
    : m_folder(folder)
    , m_context(std::make_unique<QObject>())
    , m_timer(std::make_unique<QTimer>())
    , m_database(std::make_unique<UsageDatabase>(databaseIn(folder)))
    , m_prices(std::make_unique<PriceFile>(pricesIn(folder)))
{
    m_thread.setObjectName(u"storage"_s);
    m_timer->setSingleShot(true);
    m_timer->callOnTimeout(m_context.get(), [this] { flush(); });
    m_timer->moveToThread(&m_thread);
    m_context->moveToThread(&m_thread);
    m_thread.start();
}

UsageStore::~UsageStore()
{
    QMetaObject::invokeMethod(
            m_context.get(),
            [this] {
                m_timer->stop();
                flush();
                m_timer.reset();
                m_database.reset(); // in the thread that opened it
            },
            Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

QString UsageStore::databaseIn(const QString &folder)
{
    return folder + u"/usage.sqlite"_s;
}

QString UsageStore::pricesIn(const QString &folder)
{
    return folder + u"/prices.json"_s;
}

void UsageStore::add(const UsageKey &key, const UsageAmount &amount)
{
    {
        const QMutexLocker lock(&m_mutex);
        if (const auto found = m_waiting.find(key); found != m_waiting.end())
            found->second += amount;
        else if (m_waiting.size() < mostWaiting)
            m_waiting.emplace(key, amount);
    }
    if (!m_isDue.exchange(true))
        QMetaObject::invokeMethod(m_context.get(), [this] { m_timer->start(pause); });
}

QFuture<Result<QList<UsageRow>>> UsageStore::rows(const QDate &from, const QDate &to)
{
    auto promise = std::make_shared<QPromise<Result<QList<UsageRow>>>>();
    promise->start();
    const auto future = promise->future();
    QMetaObject::invokeMethod(m_context.get(), [this, promise, from, to] {
        auto rows = write().and_then([&] { return m_database->rows(from, to); });
        if (rows) {
            const core::PriceTable &prices = m_prices->table();
            for (UsageRow &row : *rows)
                row.cost = prices.costOf(row.key.model, row.key.day, row.amount);
        } else {
            tell(rows.error());
        }
        promise->addResult(std::move(rows));
        promise->finish();
    });
    return future;
}

void UsageStore::flush()
{
    m_isDue = false;
    if (m_isRefused)
        return;
    if (const auto written = write(); !written) {
        tell(written.error());
        if (!m_isRefused && !m_isDue.exchange(true))
            m_timer->start(pauseAfterFailure);
        return;
    }
    if (!m_told.isEmpty())
        qCInfo(log) << "the usage is written again";
    m_told.clear();
}

Result<void> UsageStore::write()
{
    if (!m_database->isOpen()) {
        const qsizetype known = m_database->notices().size();
        const auto opened =
                makePrivateFolder(m_folder).and_then([this] { return m_database->open(); });
        for (const QString &notice : m_database->notices().mid(known))
            qCWarning(log).noquote() << notice;
        if (!opened) {
            m_isRefused = opened.error().reason == "newer_version"_L1;
            return opened;
        }
    }
    std::map<UsageKey, UsageAmount> more;
    {
        const QMutexLocker lock(&m_mutex);
        more.swap(m_waiting);
    }
    if (more.empty())
        return {};
    auto written = m_database->add(more);
    if (written)
        return written;
    m_database = std::make_unique<UsageDatabase>(databaseIn(m_folder)); // looks at it anew
    const QMutexLocker lock(&m_mutex);
    for (const auto &[key, amount] : more) {
        if (m_waiting.size() < mostWaiting || m_waiting.contains(key))
            m_waiting[key] += amount;
    }
    return written;
}

void UsageStore::tell(const core::Error &error)
{
    if (error.message == m_told)
        return;
    m_told = error.message;
    qCWarning(log).noquote() << error.message;
}

} // namespace app
