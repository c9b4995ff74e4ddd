// SPDX-License-Identifier: MIT
#include "app/common/namedmodels.h"

#include <QHash>
#include <QSet>

using core::ModelInfo;
using core::ServingMode;

namespace app {

namespace {

//! What the service lists, by what a name can stand for.
const ModelInfo *behind(const ModelInfo &named, const QHash<QString, const ModelInfo *> &listed)
{
    return listed.value(named.serving == ServingMode::OnDemand ? named.baseModel : named.ocid);
}

ModelInfo withFacts(ModelInfo named, const ModelInfo &facts)
{
    named.version = facts.version;
    named.inputModalities = facts.inputModalities;
    named.contextLength = facts.contextLength;
    named.maxOutputTokens = facts.maxOutputTokens;
    named.supportsTools = facts.supportsTools;
    named.created = facts.created;
    named.leavesOci = facts.leavesOci;
    if (named.vendor.isEmpty())
        named.vendor = facts.vendor;
    if (named.baseModel.isEmpty())
        named.baseModel = facts.baseModel;
    return named;
}

} // namespace

NamedModels::NamedModels(core::ModelCatalog &inner, QObject *parent)
    : ModelCatalog(parent)
    , m_inner(inner)
{
    connect(&inner, &core::ModelCatalog::modelsChanged, this, &NamedModels::collect);
    collect();
}

void NamedModels::setNamed(const QList<ModelInfo> &models)
{
    if (models == m_named)
        return;
    m_named = models;
    collect();
}

void NamedModels::collect()
{
    const QList<ModelInfo> listed = m_inner.models();
    if (m_named.isEmpty()) {
        m_models = listed;
        emit modelsChanged(m_models);
        return;
    }
    QHash<QString, const ModelInfo *> known;
    for (const ModelInfo &model : listed) {
        known.insert(model.id, &model);
        for (const QString &ocid : {model.ocid, model.endpointId}) {
            if (!ocid.isEmpty())
                known.insert(ocid, &model);
        }
    }
    QList<ModelInfo> all;
    QSet<QString> names;
    for (const ModelInfo &named : std::as_const(m_named)) {
        const ModelInfo *facts = behind(named, known);
        all.append(facts ? withFacts(named, *facts) : named);
        names.insert(named.id);
    }
    for (const ModelInfo &model : listed) {
        if (!names.contains(model.id))
            all.append(model);
    }
    m_models = all;
    emit modelsChanged(m_models);
}

} // namespace app
