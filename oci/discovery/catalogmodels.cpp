// SPDX-License-Identifier: MIT
#include "oci/discovery/catalogmodels.h"

#include "oci/discovery/discoveredmerge.h"
#include "oci/discovery/freenames.h"
#include "oci/discovery/othermodels.h"

#include <QHash>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::ModelInfo;

namespace oci {

namespace {

constexpr int mostAncestors = 8; //!< custom models made of custom models

//! Puts endpoints and the models behind them together.
class Dedicated
{
public:
    Dedicated(const TenancyFindings &findings, FreeNames &names, const KnownModels &known)
        : m_known(known)
        , m_names(names)
    {
        for (const ModelListing &listing : findings.models) {
            for (const ListedModel &model : listing.entries()) {
                if (!model.id.isEmpty()) // nothing can be made of it or serve it
                    m_listed.insert(model.id, &model);
            }
        }
        for (const ImportedModel &model : findings.importedModels)
            m_imported.insert(model.id, &model);
    }

    //! In the order of their making; what cannot be called now comes last, with its state.
    QList<ModelInfo> models(QList<DedicatedEndpoint> endpoints)
    {
        endpoints.removeIf([](const DedicatedEndpoint &endpoint) {
            return !isThere(endpoint.lifecycleState);
        });
        std::ranges::sort(endpoints, {}, [](const DedicatedEndpoint &endpoint) {
            return std::tuple(!endpoint.isActive(), endpoint.created, endpoint.id);
        });
        QList<ModelInfo> all;
        QSet<QString> seen;
        for (const DedicatedEndpoint &endpoint : std::as_const(endpoints)) {
            if (seen.contains(endpoint.id))
                continue;
            seen.insert(endpoint.id);
            all.append(modelOf(endpoint));
        }
        // Custom and imported models come second: an endpoint's name counts before theirs.
        for (const DedicatedEndpoint &endpoint : std::as_const(endpoints)) {
            if (!endpoint.isActive() || seen.contains(endpoint.modelId))
                continue;
            seen.insert(endpoint.modelId);
            if (const ListedModel *custom = m_listed.value(endpoint.modelId);
                custom && custom->type == "CUSTOM"_L1)
                all.append(modelBehind(endpoint, *custom));
            else if (const ImportedModel *imported = m_imported.value(endpoint.modelId))
                all.append(modelBehind(endpoint, *imported));
        }
        return all;
    }

private:
    //! What only an endpoint serves.
    template<typename T>
    ModelInfo modelBehind(const DedicatedEndpoint &endpoint, const T &behind)
    {
        ModelInfo model =
                modelOf(endpoint, behind.displayName.isEmpty() ? behind.id : behind.displayName);
        model.ocid = behind.id;
        model.endpointId = endpoint.id;
        model.created = behind.created;
        return model;
    }

    ModelInfo modelOf(const DedicatedEndpoint &endpoint, const QString &name = {})
    {
        ModelInfo model{.ocid = endpoint.id,
                        .serving = core::ServingMode::Dedicated,
                        .region = endpoint.region,
                        .created = endpoint.created,
                        .compartmentId = endpoint.compartmentId};
        if (!endpoint.isActive())
            model.lifecycleState = endpoint.lifecycleState;
        QString behind;
        if (const ListedModel *listed = m_listed.value(endpoint.modelId)) {
            behind = listed->displayName;
            const ListedModel &base = ancestorOf(*listed);
            if (base.type != "CUSTOM"_L1) // whose name says nothing of what it speaks
                model.baseModel = base.displayName;
            model.vendor = base.vendor;
            model.version = listed->version;
            model.capabilities = listed->capabilities;
            model.deprecated = listed->deprecated;
            model.retired = listed->dedicatedRetired;
        } else if (const ImportedModel *imported = m_imported.value(endpoint.modelId)) {
            behind = imported->displayName;
            // Whatever vendor it comes from, an imported model speaks GENERIC (9.3).
            model.baseModel = u"imported/"_s + imported->displayName;
            model.vendor = imported->vendor;
            model.version = imported->version;
            model.capabilities = capabilitiesOf(*imported);
        }
        // It serves something; of a model that is not listed nothing more is known, and one that is
        // there to be fine-tuned says nothing of what it does afterwards.
        if (!isUseful(model.capabilities) && !m_imported.contains(endpoint.modelId))
            model.capabilities.prepend(u"CHAT"_s);
        const bool hasVendor = !model.vendor.isEmpty();
        addFacts(model, model.baseModel, m_known);
        if (!hasVendor && model.baseModel.startsWith("imported/"_L1))
            model.vendor.clear();
        model.id = m_names.nameFor(!name.isEmpty()                   ? name
                                   : !endpoint.displayName.isEmpty() ? endpoint.displayName
                                                                     : behind,
                                   name.isEmpty() ? endpoint.id : endpoint.modelId);
        return model;
    }

    const ListedModel &ancestorOf(const ListedModel &model) const
    {
        const ListedModel *base = &model;
        for (int i = 0; i < mostAncestors && base->type == "CUSTOM"_L1; ++i) {
            const ListedModel *next = m_listed.value(base->baseModelId);
            if (!next)
                break;
            base = next;
        }
        return *base;
    }

    //! The capabilities of imported models have names of their own (9.3).
    static QStringList capabilitiesOf(const ImportedModel &model)
    {
        QStringList all;
        for (const QString &word : model.capabilities) {
            if (word == "TEXT_TO_TEXT"_L1)
                all += u"CHAT"_s;
            else if (word == "IMAGE_TEXT_TO_TEXT"_L1)
                all += {u"CHAT"_s, word};
            else if (word == "EMBEDDING"_L1)
                all += u"TEXT_EMBEDDINGS"_s;
            else if (word == "RERANK"_L1)
                all += u"TEXT_RERANK"_s;
            else
                all += word;
        }
        all.removeDuplicates();
        return all;
    }

    const KnownModels &m_known;
    QHash<QString, const ListedModel *> m_listed;
    QHash<QString, const ImportedModel *> m_imported;
    FreeNames &m_names;
};

} // namespace

QList<ModelInfo> catalogModels(const TenancyFindings &findings, const QList<ModelInfo> &kept,
                               const QString &region, const QDateTime &nowUtc,
                               const KnownModels &known)
{
    const ModelListing listing = findings.models.value(region);
    QList<ModelInfo> models = listing.models(region, nowUtc, known);
    mergeDiscovered(models, findings.discoveredModels, listing, region, nowUtc, known);
    FreeNames names;
    for (const ModelInfo &model : std::as_const(models))
        names.take(model.id);
    for (const ModelInfo &model : kept) {
        if (names.isFree(model.id))
            models.append(model);
        names.take(model.id);
    }
    // An endpoint that is called as a model is does not stand in for it unasked.
    const bool isListed = std::ranges::none_of(findings.failures, [&](const ScanFailure &failure) {
        return failure.kind == ListKind::Models && failure.region == region;
    });
    if (!isListed) {
        for (const QString &name : known.names())
            names.take(name);
    }
    models += Dedicated(findings, names, known).models(findings.endpoints);
    models += deployedModels(findings.deployments, names);
    models += routedModels(findings.routingProfiles, names, known);
    std::ranges::stable_sort(models, {}, &ModelInfo::id);
    return models;
}

} // namespace oci
