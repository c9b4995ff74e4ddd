// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/modelinfo.h"
#include "core/result.h"
#include "oci/inference/knownmodels.h"

#include <QByteArrayView>
#include <QList>

#include <boost/json/object.hpp>

#include <vector>

namespace oci {

//! The pages of GET /20231130/models, put together to the models that can be called (protocol
//! reference, 9.2): active, able to do something we know, not retired on demand; entries with
//! one display name are one model. Custom models are left out, as only their endpoints answer.
class ModelListing
{
public:
    //! An entry that cannot be read is skipped; a page that cannot is a Protocol error.
    [[nodiscard]] core::Result<void> addPage(QByteArrayView body);
    //! Sorted by name. `known` adds what the service does not tell: context length, limits,
    //! modalities, tools.
    [[nodiscard]] QList<core::ModelInfo> models(const QString &region, const QDateTime &nowUtc,
                                                const KnownModels &known) const;

private:
    struct Entry {
        QString id;
        QString displayName;
        QString vendor;
        QString version;
        QString type;
        QString lifecycleState;
        QStringList capabilities;
        QDateTime created;
        QDateTime deprecated;
        QDateTime onDemandRetired;
    };

    static Entry readEntry(const boost::json::object &json);
    static bool isCallable(const Entry &entry, const QDateTime &nowUtc);

    std::vector<Entry> m_entries;
};

//! What the table knows of a model by its name; for models that no service has listed.
[[nodiscard]] core::ModelInfo modelFromTable(const QString &name, const KnownModels &known);

} // namespace oci
