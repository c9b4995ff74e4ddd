// SPDX-License-Identifier: MIT
#include "oci/discovery/discoveredmerge.h"

#include <QHash>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::ModelInfo;

namespace oci {

namespace {

//! The most tokens that may be asked for; 0: not told.
qint64 longestAnswer(const DiscoveredModel &model)
{
    for (const ModelParameter &parameter : model.parameters) {
        const bool isLimit = parameter.name == "maxTokens"_L1 ||
                             parameter.name == "max_tokens"_L1 ||
                             parameter.name == "maxCompletionTokens"_L1;
        if (isLimit && parameter.maximum && *parameter.maximum >= 1 && *parameter.maximum < 1e9)
            return qint64(*parameter.maximum);
    }
    return 0;
}

void add(const DiscoveredModel &told, const ModelAvailability &here, ModelInfo &model)
{
    for (const QString &capability : told.capabilities) {
        if (!model.capabilities.contains(capability))
            model.capabilities.append(capability);
    }
    if (!told.inputModalities.isEmpty())
        model.inputModalities = told.inputModalities;
    if (model.maxOutputTokens == 0)
        model.maxOutputTokens = longestAnswer(told);
    if (!model.deprecated.isValid())
        model.deprecated = here.deprecated;
    if (!model.retired.isValid())
        model.retired = here.onDemandRetired;
    model.leavesOci = told.leavesOci;
}

bool isCallable(const DiscoveredModel &model, const ModelAvailability &here, const QDateTime &now)
{
    const bool isOver = here.onDemandRetired.isValid() && here.onDemandRetired <= now;
    return here.onDemand && !isOver && isUseful(model.capabilities);
}

} // namespace

void mergeDiscovered(QList<ModelInfo> &models, const QList<DiscoveredModel> &discovered,
                     const ModelListing &listing, const QString &region, const QDateTime &nowUtc,
                     const KnownModels &known)
{
    QHash<QString, qsizetype> places;
    for (qsizetype i = 0; i < models.size(); ++i)
        places.insert(models[i].id, i);
    QSet<QString> listed; // also what cannot be called
    for (const ListedModel &entry : listing.entries())
        listed.insert(entry.displayName);

    const qsizetype before = models.size();
    for (const DiscoveredModel &told : discovered) {
        const ModelAvailability *here = told.in(region);
        if (!here)
            continue;
        const auto place = places.constFind(told.name);
        if (place != places.cend()) {
            add(told, *here, models[*place]);
        } else if (!listed.contains(told.name) && isCallable(told, *here, nowUtc)) {
            ModelInfo model{.id = told.name,
                            .vendor = told.vendor,
                            .capabilities = told.capabilities,
                            .region = region};
            addFacts(model, told.name, known);
            add(told, *here, model);
            places.insert(told.name, models.size());
            models.append(std::move(model));
        }
    }
    if (models.size() > before)
        std::ranges::stable_sort(models, {}, &ModelInfo::id);
}

} // namespace oci
