// SPDX-License-Identifier: MIT
#include "oci/discovery/configuredmodels.h"

#include "oci/discovery/modellisting.h"

namespace oci {

ConfiguredModels::ConfiguredModels(const QStringList &names, const QString &region, QObject *parent)
    : ModelCatalog(parent)
{
    QStringList seen;
    for (const QString &name : names) {
        const QString id = name.trimmed();
        if (id.isEmpty() || seen.contains(id))
            continue;
        seen.append(id);
        m_models.append(modelFromTable(id, builtInModels()));
        m_models.last().region = region;
    }
}

QFuture<core::Result<QList<core::ModelInfo>>> ConfiguredModels::refresh()
{
    return QtFuture::makeReadyValueFuture(core::Result<QList<core::ModelInfo>>(m_models));
}

QStringList namesForBearers(const QList<core::ModelInfo> &models)
{
    QStringList names;
    for (const core::ModelInfo &model : models) {
        if (model.canChat() && model.serving == core::ServingMode::OnDemand &&
            model.vendor != QLatin1StringView("cohere"))
            names.append(model.id);
    }
    return names;
}

} // namespace oci
