// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "core/ports/modelcatalog.h"
#include "gateway/access/admission.h"
#include "gateway/routes/modelsbody.h"

#include <QElapsedTimer>

#include <chrono>
#include <functional>

namespace gateway::routes {

//! GET /models and GET /models/{id}, from memory. Only while nothing is known does it wait for the
//! service, a few seconds at most; what the service answers instead of a list is a 502 or a 503.
//! A caller sees the models that it may use. Catalog and admission outlive it.
class ModelsHandler final : public QObject
{
    Q_OBJECT

public:
    struct Times {
        std::chrono::milliseconds longestWait = std::chrono::seconds(5);
        //! A failure this young is told again without asking the service again.
        std::chrono::milliseconds failureLasts = std::chrono::seconds(1);
    };

    //! Without an admission everybody sees every model.
    ModelsHandler(core::ModelCatalog &catalog, QByteArray ownedBy,
                  const access::Admission *admission = nullptr);
    ModelsHandler(core::ModelCatalog &catalog, QByteArray ownedBy, Times times,
                  const access::Admission *admission = nullptr);

    void list(core::http::Exchange &exchange);
    //! `id`: as it stands in the URL, percent-encoded; it may hold slashes.
    void single(core::http::Exchange &exchange, const QByteArray &id);

private:
    using Answer = std::function<void()>;

    //! Answers with the failure where there is nothing to answer from. Nothing happens once the
    //! exchange is gone.
    void whenLoaded(core::http::Exchange &exchange, const Answer &answer);
    void fail(core::http::Exchange &exchange, const core::Error &error);
    void listFor(core::http::Exchange &exchange);

    core::ModelCatalog &m_catalog;
    QByteArray m_ownedBy;
    Times m_times;
    const access::Admission *m_admission;
    ModelsBody m_body;
    core::Error m_failure;  //!< of the list; where ...
    QElapsedTimer m_failed; //!< ... this is valid
};

} // namespace gateway::routes
