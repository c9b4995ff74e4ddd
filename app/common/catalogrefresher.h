// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/modelcatalog.h"

#include <QTimer>

#include <chrono>

namespace app {

//! Keeps a catalogue fresh in the background, so that nobody who asks for it waits for the
//! service. Lives in the catalogue's thread; the catalogue outlives it.
class CatalogRefresher final : public QObject
{
    Q_OBJECT

public:
    struct Times {
        std::chrono::milliseconds usual = std::chrono::hours(1);
        //! After a failure or an answer with gaps; twice as long after each that follows, up to
        //! the usual time.
        std::chrono::milliseconds firstRetry = std::chrono::seconds(5);
    };

    CatalogRefresher(core::ModelCatalog &catalog, Times times, QObject *parent = nullptr);

    //! Asks now, and from then on from time to time.
    void start();

    //! How long to wait after so many failures in a row. What the service asked for counts.
    [[nodiscard]] static std::chrono::milliseconds
    delayAfter(int failures, const Times &times,
               std::optional<std::chrono::milliseconds> retryAfter = {});

private:
    void onRefreshed(const core::Result<QList<core::ModelInfo>> &models);

    core::ModelCatalog &m_catalog;
    Times m_times;
    int m_failures = 0; //!< in a row
    QTimer m_timer;
};

} // namespace app
