// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "core/ports/modelcatalog.h"

namespace gateway::routes {

//! GET /models and GET /models/{id}, from memory. Only while nothing was ever loaded does it wait
//! for the service. The catalog outlives it.
class ModelsHandler
{
public:
    ModelsHandler(core::ModelCatalog &catalog, QByteArray ownedBy);

    void list(core::http::Exchange &exchange);
    //! `id`: as it stands in the URL, percent-encoded; it may hold slashes.
    void single(core::http::Exchange &exchange, const QByteArray &id);

private:
    template<typename Answer>
    void whenLoaded(core::http::Exchange &exchange, Answer answer);
    [[nodiscard]] QByteArray listBody(const QList<core::ModelInfo> &models);

    core::ModelCatalog &m_catalog;
    QByteArray m_ownedBy;
    QList<core::ModelInfo> m_written; //!< the models that `m_body` lists
    QByteArray m_body;
};

} // namespace gateway::routes
