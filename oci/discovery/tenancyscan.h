// SPDX-License-Identifier: MIT
#pragma once

#include "oci/config/endpoints.h"
#include "oci/discovery/dedicated.h"
#include "oci/discovery/discoveredmodel.h"
#include "oci/discovery/modeldeployment.h"
#include "oci/discovery/modellisting.h"
#include "oci/discovery/pagedlist.h"
#include "oci/discovery/project.h"
#include "oci/discovery/scanfailure.h"
#include "oci/discovery/tenancy.h"
#include "oci/http/accessadvice.h"

#include <QMap>
#include <QObject>
#include <QPromise>
#include <QSet>

#include <deque>
#include <map>

class QThreadPool;

namespace oci {

//! What to look for, and where.
struct ScanPlan {
    Endpoints hosts;
    QString tenancyId;           //!< needed for compartments and subscriptions
    QString region;              //!< Identity is asked here
    QString compartmentId;       //!< models are listed in this one; the rest also below it
    ListKinds kinds;             //!< with Compartments: the whole tree is searched for the rest
    bool allRegions = false;     //!< with Subscriptions: every region that is ready is searched
    int mostAtOnce = 8;          //!< requests in flight
    int mostCompartments = 5000; //!< the others are not searched, which is a failure of its own
    int mostModelsBehind = 100;
    PageLimits pages;
};

//! What was found, beside what was not.
struct TenancyFindings {
    QList<Compartment> compartments; //!< as a tree, see compartmentTree()
    QList<RegionSubscription> subscriptions;
    QMap<QString, ModelListing> models; //!< by region
    QList<DedicatedEndpoint> endpoints;
    QList<DedicatedCluster> clusters;
    QList<ImportedModel> importedModels;
    QList<DiscoveredModel> discoveredModels;
    QList<GenAiProject> projects;
    QList<RoutingProfile> routingProfiles;
    QList<ModelDeployment> deployments;
    QList<ScanFailure> failures;
};

//! Lists what a tenancy has, several requests at a time, and goes on where one fails.
//!
//! First compartments and regions, where the plan wants them; then the other lists in each of
//! them; then what is missing of the models behind active endpoints, and of those behind them.
//! Answers are read on a thread of `pool`, as long lists take long. Lives in the client's thread;
//! client and pool outlive it. Destroying it closes its connections.
class TenancyScan final : public QObject
{
    Q_OBJECT

public:
    TenancyScan(SignedClient &client, QThreadPool &pool, ScanPlan plan, QObject *parent = nullptr);
    ~TenancyScan() override;

    //! Once. Ends as cancelled if the scan is destroyed before.
    QFuture<TenancyFindings> run();

    struct Task {
        ListKind kind = ListKind::Models;
        QString region;
        QString compartmentId;
        QString id = {}; //!< of a single model
    };
    struct Answer {
        Task task;
        core::Result<ListPages> pages;
    };

private:
    enum class Stage { Places, Lists, Behind, Done };

    [[nodiscard]] AccessFacts factsOf(const Task &task) const;
    void next();
    void start(const Task &task);
    void onStage();
    void onRead(const TenancyFindings &findings);
    void queueLists();
    void queueInPlaces(ListKind kind, const QString &region);
    void queueModelsBehind();
    void queueImported();

    SignedClient &m_client;
    QThreadPool &m_pool;
    ScanPlan m_plan;
    Stage m_stage = Stage::Places;
    bool m_isReading = false;
    QStringList m_places; //!< compartments to search
    std::deque<Task> m_queue;
    std::map<int, QFuture<core::Result<ListPages>>> m_running;
    int m_started = 0;
    QSet<QString> m_behind; //!< models behind endpoints that were asked for
    bool m_isCut = false;   //!< there are more of them than may be asked for
    QList<Answer> m_answers;
    TenancyFindings m_findings;
    QPromise<TenancyFindings> m_promise;
};

} // namespace oci
