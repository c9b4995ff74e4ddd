// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "core/ports/modelcatalog.h"
#include "gateway/access/admission.h"
#include "gateway/problems/problem.h"
#include "gateway/routes/modelsbody.h"

#include <QElapsedTimer>

#include <chrono>
#include <functional>

namespace gateway::routes {

//! GET /models and GET /models/{id}, from memory, and what other dialects have in their place.
//! Only while nothing is known does it wait for the service, a few seconds at most; what the
//! service answers instead of a list is a 502 or a 503. A caller sees the models that it may use.
//! Catalog and admission outlive it.
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

    //! The list in the words of another dialect. `body` outlives the handler.
    void list(core::http::Exchange &exchange, ModelsBody &body, ProblemBody problems);
    //! Calls `take` with the model of that name, or answers that there is none.
    void find(core::http::Exchange &exchange, const QString &name, ProblemBody problems,
              const std::function<void(const core::ModelInfo &)> &take);
    //! Calls `take` with the list as `body` writes it, or answers that there is none.
    void withBody(core::http::Exchange &exchange, ModelsBody &body, ProblemBody problems,
                  const std::function<void(const QByteArray &)> &take);
    //! Calls `take` with the models, or answers that there is no list.
    void withList(core::http::Exchange &exchange, ProblemBody problems,
                  const std::function<void(const QList<core::ModelInfo> &)> &take);
    //! Has a body prepared whenever the list has changed, and now.
    void keepReady(ModelsBody &body);

private:
    using Answer = std::function<void()>;

    //! Answers with the failure where there is nothing to answer from. Nothing happens once the
    //! exchange is gone.
    void whenLoaded(core::http::Exchange &exchange, ProblemBody problems, const Answer &answer);
    [[nodiscard]] bool isRestricted(const core::http::Exchange &exchange) const;
    [[nodiscard]] QList<core::ModelInfo> modelsFor(const core::http::Exchange &exchange) const;

    core::ModelCatalog &m_catalog;
    QByteArray m_ownedBy;
    Times m_times;
    const access::Admission *m_admission;
    ModelsBody m_body;
    core::Error m_failure;  //!< of the list; where ...
    QElapsedTimer m_failed; //!< ... this is valid
};

} // namespace gateway::routes
