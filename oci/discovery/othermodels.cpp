// SPDX-License-Identifier: MIT
#include "oci/discovery/othermodels.h"

#include "oci/discovery/modelfacts.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using core::ModelInfo;
using core::ServingMode;

namespace oci {

namespace {

bool isActive(const QString &lifecycleState)
{
    return lifecycleState == "ACTIVE"_L1;
}

//! Those that are there, each once; what can be called comes first, so that it keeps its name.
template<typename T>
void putInOrder(QList<T> &items)
{
    items.removeIf([](const T &item) { return !isThere(item.lifecycleState); });
    std::ranges::sort(items, {}, [](const T &item) {
        return std::tuple(!isActive(item.lifecycleState), item.created, item.id);
    });
    const auto twice = std::ranges::unique(items, {}, &T::id);
    items.erase(twice.begin(), twice.end());
}

//! What both have.
template<typename T>
ModelInfo modelOf(const T &item, ServingMode serving, FreeNames &names)
{
    return {.id = names.nameFor(item.displayName, item.id),
            .ocid = item.id,
            .serving = serving,
            .region = item.region,
            .created = item.created,
            .compartmentId = item.compartmentId,
            .lifecycleState = isActive(item.lifecycleState) ? QString() : item.lifecycleState};
}

} // namespace

bool isThere(const QString &lifecycleState)
{
    return !lifecycleState.isEmpty() && lifecycleState != "DELETED"_L1 &&
           lifecycleState != "DELETING"_L1;
}

QList<ModelInfo> deployedModels(QList<ModelDeployment> deployments, FreeNames &names)
{
    putInOrder(deployments);
    QList<ModelInfo> all;
    for (const ModelDeployment &deployment : std::as_const(deployments)) {
        ModelInfo model = modelOf(deployment, ServingMode::Deployment, names);
        if (deployment.speech == ModelDeployment::Speech::OpenAi)
            model.capabilities = {u"CHAT"_s};
        model.callUrl = deployment.url.toString(QUrl::FullyEncoded);
        all.append(std::move(model));
    }
    return all;
}

QList<ModelInfo> routedModels(QList<RoutingProfile> profiles, FreeNames &names,
                              const KnownModels &known)
{
    putInOrder(profiles);
    QList<ModelInfo> all;
    for (const RoutingProfile &profile : std::as_const(profiles)) {
        ModelInfo model = modelOf(profile, ServingMode::Routed, names);
        model.capabilities = {u"CHAT"_s};
        if (!profile.models.isEmpty()) {
            model.baseModel = profile.models.first();
            addFacts(model, model.baseModel, known);
        }
        all.append(std::move(model));
    }
    return all;
}

} // namespace oci
