// SPDX-License-Identifier: MIT
#include "oci/discovery/modellisting.h"

#include "core/json/json.h"
#include "oci/discovery/listitems.h"

#include <QMap>

using namespace Qt::StringLiterals;
using core::ModelInfo;

namespace oci {

core::Result<void> ModelListing::addPage(QByteArrayView body)
{
    return readItems(body, u"models"_s, [this](const boost::json::object &json) {
        if (auto entry = readListedModel(json))
            m_entries.append(*std::move(entry));
    });
}

core::Result<void> ModelListing::addModel(QByteArrayView body)
{
    const auto json = core::json::parseObject(body);
    if (!json) {
        return std::unexpected(core::Error{
                .code = core::ErrorCode::Protocol,
                .message = u"The model cannot be read: %1"_s.arg(json.error().message)});
    }
    if (auto entry = readListedModel(*json))
        m_entries.append(*std::move(entry));
    return {};
}

QList<ModelInfo> ModelListing::models(const QString &region, const QDateTime &nowUtc,
                                      const KnownModels &known) const
{
    QMap<QString, ModelInfo> byName;
    for (const ListedModel &entry : m_entries) {
        const ModelStatus status = statusOf(entry, nowUtc);
        if (entry.displayName.isEmpty() ||
            (status != ModelStatus::Callable && status != ModelStatus::Deprecated))
            continue;
        ModelInfo &model = byName[entry.displayName];
        for (const QString &capability : entry.capabilities) {
            if (!model.capabilities.contains(capability))
                model.capabilities.append(capability);
        }
        // The newest version is the one that a call by this name reaches.
        if (!model.id.isEmpty() && entry.created <= model.created)
            continue;
        model.id = entry.displayName;
        model.ocid = entry.id;
        model.vendor = entry.vendor;
        model.version = entry.version;
        model.region = region;
        model.created = entry.created;
        model.deprecated = entry.deprecated;
        model.retired = entry.onDemandRetired;
    }
    QList<ModelInfo> models = byName.values();
    for (ModelInfo &model : models)
        addFacts(model, model.id, known);
    return models;
}

} // namespace oci
