// SPDX-License-Identifier: MIT
#include "oci/discovery/scanreading.h"

#include "oci/discovery/listitems.h"

using namespace Qt::StringLiterals;
using core::Result;

namespace oci {

namespace {

//! The items of a list appended to `all`.
template<typename T>
Result<void> take(const ListPages &pages, const QString &what,
                  std::optional<T> (*read)(const boost::json::object &), QList<T> &all)
{
    auto items = itemsOf<T>(pages, what, read);
    if (!items)
        return std::unexpected(items.error());
    all += *std::move(items);
    return {};
}

Result<void> takeModels(const ListPages &pages, ModelListing &listing)
{
    for (const ListPage &page : pages.pages) {
        if (const auto added = listing.addPage(page.body); !added) {
            core::Error error = added.error();
            error.requestId = page.requestId;
            return std::unexpected(error);
        }
    }
    return {};
}

Result<void> read(const TenancyScan::Answer &answer, const QString &tenancyId,
                  TenancyFindings &known)
{
    const ListPages &pages = *answer.pages;
    switch (answer.task.kind) {
    case ListKind::Compartments: {
        QList<Compartment> found;
        const auto done = take<Compartment>(pages, u"compartments"_s, readCompartment, found);
        if (done)
            known.compartments = compartmentTree(tenancyId, found);
        return done;
    }
    case ListKind::Subscriptions:
        return take<RegionSubscription>(pages, u"regions"_s, readSubscription, known.subscriptions);
    case ListKind::Models:
        return takeModels(pages, known.models[answer.task.region]);
    case ListKind::Endpoints:
        return take<DedicatedEndpoint>(pages, u"endpoints"_s, readEndpoint, known.endpoints);
    case ListKind::Clusters:
        return take<DedicatedCluster>(pages, u"clusters"_s, readCluster, known.clusters);
    case ListKind::ImportedModels:
        return take<ImportedModel>(pages, u"imported models"_s, readImportedModel,
                                   known.importedModels);
    case ListKind::DiscoveredModels:
        return take<DiscoveredModel>(pages, u"models of all regions"_s, readDiscoveredModel,
                                     known.discoveredModels);
    case ListKind::Projects:
        return take<GenAiProject>(pages, u"projects"_s, readProject, known.projects);
    case ListKind::RoutingProfiles:
        return take<RoutingProfile>(pages, u"routing profiles"_s, readRoutingProfile,
                                    known.routingProfiles);
    case ListKind::Deployments:
        return take<ModelDeployment>(pages, u"model deployments"_s, readModelDeployment,
                                     known.deployments);
    case ListKind::ModelsBehind:
        return pages.pages.isEmpty()
                       ? Result<void>()
                       : known.models[answer.task.region].addModel(pages.pages.first().body);
    }
    Q_UNREACHABLE_RETURN({});
}

//! An OCID that does not say where it is, is where it was found.
template<typename T>
void fillIn(QList<T> &items, qsizetype from, const TenancyScan::Task &task)
{
    for (qsizetype i = from; i < items.size(); ++i) {
        if (items[i].region.isEmpty())
            items[i].region = task.region;
        if (items[i].compartmentId.isEmpty())
            items[i].compartmentId = task.compartmentId;
    }
}

} // namespace

TenancyFindings findingsWith(TenancyFindings known, const QList<TenancyScan::Answer> &answers,
                             const QString &tenancyId)
{
    for (const TenancyScan::Answer &answer : answers) {
        const auto fail = [&](const core::Error &error) {
            known.failures.append(
                    {answer.task.kind, answer.task.region, answer.task.compartmentId, error});
        };
        if (!answer.pages) {
            fail(answer.pages.error());
            continue;
        }
        const qsizetype endpoints = known.endpoints.size();
        const qsizetype clusters = known.clusters.size();
        const qsizetype imported = known.importedModels.size();
        const qsizetype projects = known.projects.size();
        const qsizetype profiles = known.routingProfiles.size();
        const qsizetype deployments = known.deployments.size();
        if (const auto done = read(answer, tenancyId, known); !done) {
            fail(done.error());
            continue;
        }
        fillIn(known.endpoints, endpoints, answer.task);
        fillIn(known.clusters, clusters, answer.task);
        fillIn(known.importedModels, imported, answer.task);
        fillIn(known.projects, projects, answer.task);
        fillIn(known.routingProfiles, profiles, answer.task);
        fillIn(known.deployments, deployments, answer.task);
        if (!answer.pages->isComplete) {
            fail({.code = core::ErrorCode::Protocol,
                  .message = u"the list does not end; what came before is shown"_s});
        }
    }
    return known;
}

} // namespace oci
