// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/modelcatalog.h"
#include "oci/config/endpoints.h"
#include "oci/discovery/catalogfile.h"
#include "oci/discovery/tenancyscan.h"
#include "oci/http/signedclient.h"

#include <QPromise>
#include <QThreadPool>

#include <memory>
#include <vector>

namespace core {
class Clock;
}

namespace oci {

struct DirectorySettings {
    QString region;
    QString compartmentId; //!< the tenancy's OCID lists the pretrained models, too
    Endpoints endpoints;
    int mostPages = 100; //!< of each list; what comes after is not asked for
    //! With the root as compartment, endpoints are looked for in the whole tree below it; empty:
    //! in the compartment alone.
    QString tenancyId;
    QString cacheFile; //!< keeps the list between runs; empty: not kept
};

//! What a connection can call in its region: base models, the active endpoints of dedicated
//! clusters and the custom models that they serve. For signed connections; a bearer key cannot
//! list anything (protocol reference, 5.3).
//!
//! Where one of the lists fails, the others count, and of what it listed before the last answer
//! stays; `problems()` tells. A refresh fails where the models could not be listed and nothing
//! else was found. With a cache file it knows the list of an earlier run from the start.
//! Lives in the client's thread; long lists are read on another. Client and clock outlive it.
//! Destroying it cancels a refresh.
class ModelDirectory final : public core::ModelCatalog
{
    Q_OBJECT

public:
    ModelDirectory(SignedClient &client, const core::Clock &clock, DirectorySettings settings,
                   QObject *parent = nullptr);
    ~ModelDirectory() override;

    [[nodiscard]] QList<core::ModelInfo> models() const override { return m_models; }
    [[nodiscard]] bool isLoaded() const override { return m_loaded; }
    QFuture<core::Result<QList<core::ModelInfo>>> refresh() override;
    [[nodiscard]] bool isComplete() const override { return m_isComplete; }
    [[nodiscard]] QStringList problems() const override { return textsOf(m_failures); }
    [[nodiscard]] QDateTime asOf() const override { return m_asOf; }

    [[nodiscard]] const QList<ScanFailure> &failures() const { return m_failures; }

private:
    using Models = QList<core::ModelInfo>;
    struct Listed {
        Models models;
        QList<ScanFailure> failures;
        bool isChange = true;
    };

    void load();
    void use(const SavedCatalog &saved);
    void scan();
    void onScanned(const TenancyFindings &findings);
    void onListed(const Listed &listed);
    void fail(const core::Error &error);
    void finish(const core::Result<Models> &result);

    //! What findings come to beside what was known; long lists take long, so not on an event loop.
    [[nodiscard]] static Listed listedFrom(TenancyFindings findings, const QString &region,
                                           const QDateTime &nowUtc, const Models &known);

    SignedClient &m_client;
    const core::Clock &m_clock;
    DirectorySettings m_settings;
    Models m_models;
    bool m_loaded = false;
    bool m_isComplete = false;
    QDateTime m_asOf;
    QList<ScanFailure> m_failures;
    std::vector<QPromise<core::Result<Models>>> m_waiting; //!< empty: no refresh is under way
    QThreadPool m_pool;                                    //!< one thread, so in the order of calls
    std::unique_ptr<TenancyScan> m_scan;
};

} // namespace oci
