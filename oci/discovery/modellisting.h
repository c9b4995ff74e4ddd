// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/modelinfo.h"
#include "core/result.h"
#include "oci/discovery/listedmodel.h"
#include "oci/discovery/modelfacts.h"

#include <QByteArrayView>
#include <QList>

namespace oci {

//! The pages of GET /20231130/models, put together to the models that can be called (protocol
//! reference, 9.2): active, able to do something we know, not retired on demand; entries with
//! one display name are one model. Custom models are left out, as only their endpoints answer.
class ModelListing
{
public:
    //! An entry that cannot be read is skipped; a page that cannot is a Protocol error.
    [[nodiscard]] core::Result<void> addPage(QByteArrayView body);
    //! The same of the answer to GET /20231130/models/{id}.
    [[nodiscard]] core::Result<void> addModel(QByteArrayView body);
    //! Sorted by name. `known` adds what the service does not tell: context length, limits,
    //! modalities, tools.
    [[nodiscard]] QList<core::ModelInfo> models(const QString &region, const QDateTime &nowUtc,
                                                const KnownModels &known) const;
    //! All entries in the order of the pages, also those that cannot be called; `statusOf()`
    //! tells why not.
    [[nodiscard]] const QList<ListedModel> &entries() const { return m_entries; }

private:
    QList<ListedModel> m_entries;
};

} // namespace oci
