// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/modelinfo.h"
#include "core/result.h"

#include <QByteArray>
#include <QList>

namespace gateway::anthropic {

//! Which part of the list a client asks for: so many models before or after one of them.
struct ModelsPage {
    qsizetype limit = 0; //!< 0: all
    QString before = {}; //!< ids; both empty: from the start
    QString after = {};

    bool operator==(const ModelsPage &) const = default;
};

//! Reads `limit` (1 to 1000), `before_id` and `after_id` of a query such as "limit=20&after_id=a".
[[nodiscard]] core::Result<ModelsPage> readModelsPage(QByteArrayView query);

//! The body of GET /v1/models: {"data":[…],"has_more":false,"first_id":…,"last_id":…} with the
//! models that can chat, or of which nobody knows what they can do.
[[nodiscard]] QByteArray modelList(const QList<core::ModelInfo> &models);
//! The same for a page. A model named there that does not exist is an InvalidRequest.
[[nodiscard]] core::Result<QByteArray> modelPage(const QList<core::ModelInfo> &models,
                                                 const ModelsPage &page);
//! The body of GET /v1/models/{id}. What OCI does not tell is null; a date of creation that it
//! does not tell is the beginning of 1970, as in Anthropic's own lists.
[[nodiscard]] QByteArray modelBody(const core::ModelInfo &model);

} // namespace gateway::anthropic
