// SPDX-License-Identifier: MIT
#include "oci/discovery/tenancyscan.h"

#include "oci/discovery/scanreading.h"

#include <QHash>
#include <QThreadPool>
#include <QtConcurrentRun>

using namespace Qt::StringLiterals;
using core::Result;

namespace oci {

namespace {

constexpr int mostAncestors = 8; //!< custom models made of custom models

QByteArray encoded(const QString &text)
{
    return QUrl::toPercentEncoding(text);
}

Result<QUrl> urlOf(const TenancyScan::Task &task, const ScanPlan &plan)
{
    const auto generativeAi = [&](const QByteArray &list, const QByteArray &more) {
        return plan.hosts.base(Service::Management, task.region).transform([&](const QUrl &base) {
            return joined(base, "/20231130/" + list + "?compartmentId=" +
                                        encoded(task.compartmentId) + more + "&limit=1000");
        });
    };
    const auto identity = [&](const QByteArray &path) {
        return plan.hosts.base(Service::Identity, task.region).transform([&](const QUrl &base) {
            return joined(base, "/20160918/" + path);
        });
    };
    switch (task.kind) {
    case ListKind::Compartments:
        return identity("compartments?compartmentId=" + encoded(plan.tenancyId) +
                        "&compartmentIdInSubtree=true&accessLevel=ACCESSIBLE"
                        "&lifecycleState=ACTIVE&limit=1000");
    case ListKind::Subscriptions:
        return identity("tenancies/" + encoded(plan.tenancyId) + "/regionSubscriptions");
    case ListKind::Models:
        return generativeAi("models", "&lifecycleState=ACTIVE");
    case ListKind::Endpoints:
        return generativeAi("endpoints", "");
    case ListKind::Clusters:
        return generativeAi("dedicatedAiClusters", "");
    case ListKind::ImportedModels:
        return generativeAi("importedModels", "");
    case ListKind::DiscoveredModels:
        // It tells of all regions unless it is asked for one.
        return generativeAi("modelDiscovery",
                            plan.allRegions ? QByteArray() : "&region=" + encoded(task.region));
    case ListKind::Projects:
        return generativeAi("generativeAiProjects", "");
    case ListKind::RoutingProfiles:
        return generativeAi("routingProfiles", "");
    case ListKind::Deployments:
        return plan.hosts.base(Service::DataScience, task.region).transform([&](const QUrl &base) {
            return joined(base, "/20190101/modelDeployments?compartmentId=" +
                                        encoded(task.compartmentId) + "&limit=1000");
        });
    case ListKind::ModelsBehind:
        return plan.hosts.base(Service::Management, task.region).transform([&](const QUrl &base) {
            return joined(base, "/20231130/models/" + encoded(task.id));
        });
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

TenancyScan::TenancyScan(SignedClient &client, QThreadPool &pool, ScanPlan plan, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_pool(pool)
    , m_plan(std::move(plan))
{
}

TenancyScan::~TenancyScan()
{
    for (auto &[number, list] : m_running)
        list.cancel();
}

QFuture<TenancyFindings> TenancyScan::run()
{
    m_promise.start();
    const QFuture<TenancyFindings> future = m_promise.future();
    for (const ListKind kind : {ListKind::Compartments, ListKind::Subscriptions}) {
        if (m_plan.kinds.testFlag(kind))
            m_queue.push_back({.kind = kind, .region = m_plan.region});
    }
    if (m_queue.empty()) {
        m_stage = Stage::Lists;
        queueLists();
    } else if (m_plan.kinds.testFlag(ListKind::Models)) {
        // They wait for no place.
        m_queue.push_back({ListKind::Models, m_plan.region, m_plan.compartmentId});
    }
    next();
    return future;
}

void TenancyScan::next()
{
    while (!m_queue.empty() && m_running.size() < std::size_t(std::max(1, m_plan.mostAtOnce))) {
        const Task task = m_queue.front();
        m_queue.pop_front();
        start(task);
    }
    if (m_queue.empty() && m_running.empty() && !m_isReading && m_stage != Stage::Done)
        onStage();
}

void TenancyScan::start(const Task &task)
{
    const auto url = urlOf(task, m_plan);
    if (!url) {
        m_answers.append({task, std::unexpected(url.error())});
        return;
    }
    const int number = m_started++;
    auto list = fetchPages(m_client, *url, m_plan.pages);
    m_running.emplace(number, list);
    list.then(this, [this, number, task](const Result<ListPages> &pages) {
        m_running.erase(number);
        m_answers.append({task, pages.transform_error([this, &task](core::Error error) {
                              return withAccessAdvice(std::move(error), factsOf(task));
                          })});
        next();
    });
}

AccessFacts TenancyScan::factsOf(const Task &task) const
{
    using Resource = AccessFacts::Resource;
    AccessFacts facts{.resource = Resource::Family,
                      .region = task.region,
                      .compartmentId = task.compartmentId,
                      .caller = m_client.caller()};
    // Who searches many compartments wants one policy for all of them.
    if (task.kind != ListKind::Models && m_places.size() > 1)
        facts.compartmentId.clear();
    if (task.kind == ListKind::Models || task.kind == ListKind::ModelsBehind)
        facts.resource = Resource::ModelList;
    else if (task.kind == ListKind::Compartments)
        facts.resource = Resource::Compartments;
    else if (task.kind == ListKind::Subscriptions)
        facts.resource = Resource::Regions;
    else if (task.kind == ListKind::Deployments)
        facts.resource = Resource::ModelDeployment;
    return facts;
}

void TenancyScan::onStage()
{
    m_isReading = true;
    QtConcurrent::run(&m_pool, findingsWith, std::exchange(m_findings, {}),
                      std::exchange(m_answers, {}), m_plan.tenancyId)
            .then(this, [this](const TenancyFindings &findings) { onRead(findings); });
}

void TenancyScan::onRead(const TenancyFindings &findings)
{
    m_isReading = false;
    m_findings = findings;
    if (m_stage == Stage::Places) {
        m_stage = Stage::Lists;
        queueLists();
    } else if (m_stage == Stage::Lists) {
        m_stage = Stage::Behind;
        queueImported();
    }
    if (m_stage == Stage::Behind)
        queueModelsBehind();
    if (!m_queue.empty()) {
        next();
        return;
    }
    m_stage = Stage::Done;
    m_promise.addResult(std::exchange(m_findings, {}));
    m_promise.finish(); // the receiver may let go of us with deleteLater()
}

void TenancyScan::queueLists()
{
    const bool hadPlaces = m_plan.kinds & (ListKind::Compartments | ListKind::Subscriptions);
    QStringList regions{m_plan.region};
    if (m_plan.allRegions) {
        for (const RegionSubscription &region : std::as_const(m_findings.subscriptions)) {
            if (region.isReady && !regions.contains(region.name))
                regions.append(region.name);
        }
    }
    // The tree has each compartment once.
    m_places = {m_plan.compartmentId};
    for (const Compartment &compartment : std::as_const(m_findings.compartments)) {
        if (compartment.isAccessible && compartment.id != m_plan.compartmentId)
            m_places.append(compartment.id);
    }
    if (m_places.size() > m_plan.mostCompartments) {
        m_findings.failures.append(
                {.kind = ListKind::Compartments,
                 .error = {.code = core::ErrorCode::TooLarge,
                           .message =
                                   u"there are %1; the first %2 are searched"_s.arg(m_places.size())
                                           .arg(m_plan.mostCompartments)}});
        m_places.resize(m_plan.mostCompartments);
    }
    // Any region tells of all.
    if (m_plan.kinds.testFlag(ListKind::DiscoveredModels))
        m_queue.push_back({ListKind::DiscoveredModels, m_plan.region, m_plan.compartmentId});
    for (const QString &region : std::as_const(regions)) {
        const bool isAsked = hadPlaces && region == m_plan.region;
        if (m_plan.kinds.testFlag(ListKind::Models) && !isAsked)
            m_queue.push_back({ListKind::Models, region, m_plan.compartmentId});
        for (const ListKind kind : {ListKind::Endpoints, ListKind::Clusters, ListKind::Projects,
                                    ListKind::RoutingProfiles, ListKind::Deployments})
            queueInPlaces(kind, region);
        if (!m_plan.kinds.testFlag(ListKind::ModelsBehind))
            queueInPlaces(ListKind::ImportedModels, region);
    }
}

void TenancyScan::queueInPlaces(ListKind kind, const QString &region)
{
    if (!m_plan.kinds.testFlag(kind))
        return;
    for (const QString &place : std::as_const(m_places))
        m_queue.push_back({kind, region, place});
}

void TenancyScan::queueImported()
{
    if (!m_plan.kinds.testFlag(ListKind::ModelsBehind))
        return;
    QSet<QString> regions;
    for (const DedicatedEndpoint &endpoint : std::as_const(m_findings.endpoints)) {
        if (endpoint.isActive() && !regions.contains(endpoint.region) &&
            endpoint.modelId.startsWith("ocid1.generativeaiimportedmodel."_L1)) {
            regions.insert(endpoint.region);
            queueInPlaces(ListKind::ImportedModels, endpoint.region);
        }
    }
}

void TenancyScan::queueModelsBehind()
{
    if (!m_plan.kinds.testFlag(ListKind::ModelsBehind))
        return;
    QHash<QString, QString> bases; // of custom models; of the others empty
    for (const ModelListing &listing : std::as_const(m_findings.models)) {
        for (const ListedModel &model : listing.entries())
            bases.insert(model.id, model.type == "CUSTOM"_L1 ? model.baseModelId : QString());
    }
    for (const DedicatedEndpoint &endpoint : std::as_const(m_findings.endpoints)) {
        if (!endpoint.isActive())
            continue;
        QString id = endpoint.modelId;
        for (int i = 0; i < mostAncestors && bases.contains(id); ++i)
            id = bases.value(id);
        if (!id.startsWith("ocid1.generativeaimodel."_L1) || bases.contains(id) ||
            m_behind.contains(id))
            continue;
        if (m_behind.size() >= m_plan.mostModelsBehind) {
            if (!std::exchange(m_isCut, true))
                m_findings.failures.append({.kind = ListKind::ModelsBehind,
                                            .region = m_plan.region,
                                            .error = {.code = core::ErrorCode::TooLarge,
                                                      .message = u"there are more than %1"_s.arg(
                                                              m_plan.mostModelsBehind)}});
            return;
        }
        m_behind.insert(id);
        m_queue.push_back({ListKind::ModelsBehind, endpoint.region, endpoint.compartmentId, id});
    }
}

} // namespace oci
