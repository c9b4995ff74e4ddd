// SPDX-License-Identifier: MIT
#include "app/common/catalogrefresher.h"

#include <algorithm>

using core::Result;
using std::chrono::milliseconds;

namespace app {

CatalogRefresher::CatalogRefresher(core::ModelCatalog &catalog, Times times, QObject *parent)
    : QObject(parent)
    , m_catalog(catalog)
    , m_times(times)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::CoarseTimer);
    connect(&m_timer, &QTimer::timeout, this, &CatalogRefresher::start);
}

void CatalogRefresher::start()
{
    m_timer.stop();
    m_catalog.refresh().then(
            this, [this](const Result<QList<core::ModelInfo>> &models) { onRefreshed(models); });
}

void CatalogRefresher::onRefreshed(const Result<QList<core::ModelInfo>> &models)
{
    // What is missing may be there in a moment.
    m_failures = models && m_catalog.isComplete() ? 0 : m_failures + 1;
    m_timer.start(
            delayAfter(m_failures, m_times, models ? std::nullopt : models.error().retryAfter));
}

milliseconds CatalogRefresher::delayAfter(int failures, const Times &times,
                                          std::optional<milliseconds> retryAfter)
{
    if (failures == 0)
        return times.usual;
    milliseconds delay = times.firstRetry;
    for (int i = 1; i < failures && delay < times.usual; ++i)
        delay *= 2;
    return std::min(std::max(delay, retryAfter.value_or(milliseconds(0))), times.usual);
}

} // namespace app
