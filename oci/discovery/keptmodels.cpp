// SPDX-License-Identifier: MIT
#include "oci/discovery/keptmodels.h"

#include "oci/discovery/othermodels.h"

#include <QHash>
#include <QSet>

#include <algorithm>

using core::ModelInfo;
using core::ServingMode;

namespace oci {

namespace {

//! Where models may be that were not listed this time.
class Unlisted
{
public:
    explicit Unlisted(const QList<ScanFailure> &failures)
    {
        for (const ScanFailure &failure : failures) {
            if (failure.kind == ListKind::Models)
                m_models = true;
            else if (failure.kind == ListKind::Compartments)
                m_everywhere = true;
            else if (failure.kind == ListKind::Endpoints)
                m_endpoints.insert(failure.compartmentId);
            else if (failure.kind == ListKind::Deployments)
                m_deployments.insert(failure.compartmentId);
            else if (failure.kind == ListKind::RoutingProfiles)
                m_profiles.insert(failure.compartmentId);
            else if (failure.kind == ListKind::DiscoveredModels)
                m_discovered = true;
            m_behind = m_behind || failure.kind == ListKind::Models ||
                       failure.kind == ListKind::ModelsBehind ||
                       failure.kind == ListKind::ImportedModels;
        }
    }

    [[nodiscard]] bool mayHave(const ModelInfo &model) const
    {
        switch (model.serving) {
        case ServingMode::OnDemand:
            return m_models || (m_discovered && model.ocid.isEmpty()); // lists know OCIDs
        case ServingMode::Dedicated:
            return m_everywhere || m_endpoints.contains(model.compartmentId);
        case ServingMode::Deployment:
            return m_everywhere || m_deployments.contains(model.compartmentId);
        case ServingMode::Routed:
            return m_everywhere || m_profiles.contains(model.compartmentId);
        }
        Q_UNREACHABLE_RETURN(false);
    }

    [[nodiscard]] bool mayHaveModelsBehind() const { return m_behind; }

private:
    bool m_models = false;
    bool m_discovered = false;
    bool m_behind = false;
    bool m_everywhere = false;
    QSet<QString> m_endpoints; //!< compartments, here and below
    QSet<QString> m_deployments;
    QSet<QString> m_profiles;
};

QSet<QString> modelsIn(const TenancyFindings &findings)
{
    QSet<QString> ids;
    for (const ModelListing &listing : findings.models) {
        for (const ListedModel &model : listing.entries())
            ids.insert(model.id);
    }
    for (const ImportedModel &model : findings.importedModels)
        ids.insert(model.id);
    return ids;
}

QList<ModelInfo> keptEndpoints(TenancyFindings &findings, const QList<ModelInfo> &earlier)
{
    QHash<QString, const ModelInfo *> byOcid;
    for (const ModelInfo &model : earlier)
        byOcid.insert(model.ocid, &model);
    const QSet<QString> listed = modelsIn(findings);
    QList<ModelInfo> kept;
    QSet<QString> active;
    findings.endpoints.removeIf([&](const DedicatedEndpoint &endpoint) {
        const ModelInfo *before = byOcid.value(endpoint.id);
        if (!before || before->baseModel.isEmpty() || listed.contains(endpoint.modelId) ||
            !isThere(endpoint.lifecycleState))
            return false;
        ModelInfo again = *before;
        again.lifecycleState = endpoint.isActive() ? QString() : endpoint.lifecycleState;
        kept.append(again);
        if (endpoint.isActive())
            active.insert(endpoint.id);
        return true;
    });
    for (const ModelInfo &custom : earlier) {
        if (active.contains(custom.endpointId))
            kept.append(custom);
    }
    return kept;
}

} // namespace

QList<ModelInfo> keptModels(TenancyFindings &findings, const QList<ModelInfo> &earlier)
{
    if (findings.failures.isEmpty() || earlier.isEmpty())
        return {};
    const Unlisted unlisted(findings.failures);
    QList<ModelInfo> kept;
    if (unlisted.mayHaveModelsBehind())
        kept = keptEndpoints(findings, earlier);
    QSet<QString> names;
    for (const ModelInfo &model : std::as_const(kept))
        names.insert(model.id);
    QSet<QString> found; // again, in whichever compartment
    for (const DedicatedEndpoint &endpoint : std::as_const(findings.endpoints))
        found.insert(endpoint.id);
    for (const ModelInfo &model : earlier) {
        const QString &callee = model.endpointId.isEmpty() ? model.ocid : model.endpointId;
        if (unlisted.mayHave(model) && !names.contains(model.id) && !found.contains(callee))
            kept.append(model);
    }
    return kept;
}

} // namespace oci
