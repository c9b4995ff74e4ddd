// SPDX-License-Identifier: MIT
#include "gateway/routes/modelshandler.h"

#include "gateway/openai/models.h"
#include "gateway/openai/wire.h"
#include "gateway/problems/refusals.h"

#include <QFutureWatcher>
#include <QTimer>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::ModelInfo;
using core::Result;
using core::http::Exchange;
using core::http::Response;

namespace gateway::routes {

namespace {

Error notLoaded()
{
    return {.code = ErrorCode::Unavailable,
            .message = u"The list of models could not be loaded"_s,
            .retryAfter = std::chrono::seconds(2)};
}

//! Of a name that may be a model's all the same.
Error notListed(const QString &name, const QStringList &problems)
{
    const QString why =
            problems.isEmpty() ? u"they were not asked for yet in this run"_s : problems.first();
    return {.code = ErrorCode::Unavailable,
            .message = u"Whether there is a model '%1' is not known, as not all lists of models "
                       "could be read: %2"_s.arg(name, why)};
}

//! A list that is missing or forbidden upstream is no mistake of who asks us for it, and no model
//! that does not exist.
Error asOurs(Error error)
{
    switch (error.code) {
    case ErrorCode::Unauthorized:
    case ErrorCode::Network:
    case ErrorCode::Protocol:
    case ErrorCode::Internal:
    case ErrorCode::Unavailable:
    case ErrorCode::Cancelled:
        return error;
    case ErrorCode::RateLimited:
    case ErrorCode::Timeout:
        error.code = ErrorCode::Unavailable;
        break;
    case ErrorCode::InvalidRequest:
    case ErrorCode::Forbidden:
    case ErrorCode::NotFound:
    case ErrorCode::Conflict:
    case ErrorCode::TooLarge:
        error.code = ErrorCode::Protocol;
        break;
    }
    error.upstreamStatus = 0;
    error.param.clear();
    return error;
}

//! One exchange that waits for the first list; gone with its answer, and with its exchange.
class Wait final : public QObject
{
public:
    using Outcome = std::function<void(const Error *failure)>; //!< null: there is a list

    Wait(core::ModelCatalog &catalog, std::chrono::milliseconds longest, Exchange &exchange,
         Outcome outcome)
        : QObject(&exchange)
        , m_catalog(catalog)
        , m_outcome(std::move(outcome))
    {
        connect(&catalog, &core::ModelCatalog::modelsChanged, this, [this] {
            if (m_catalog.isLoaded())
                end(nullptr);
        });
        // A watcher rather than `.then(this, …).onCanceled(this, …)`: when the exchange is
        // destroyed, the continuation's future is cancelled and the second would run within its
        // destructor.
        connect(&m_watcher, &Watcher::finished, this, &Wait::onRefreshed);
        QTimer::singleShot(longest, this, [this] {
            const Error error = notLoaded();
            end(&error);
        });
        m_watcher.setFuture(catalog.refresh());
    }

private:
    using Watcher = QFutureWatcher<Result<QList<ModelInfo>>>;

    void onRefreshed()
    {
        if (m_catalog.isLoaded())
            return end(nullptr);
        const bool answered = m_watcher.future().resultCount() > 0;
        if (answered && m_watcher.result())
            return; // it tells when it has put its list together
        const Error error = answered ? m_watcher.result().error() : notLoaded();
        end(&error);
    }

    void end(const Error *failure)
    {
        if (const Outcome outcome = std::exchange(m_outcome, nullptr)) {
            deleteLater();
            outcome(failure);
        }
    }

    core::ModelCatalog &m_catalog;
    Outcome m_outcome;
    Watcher m_watcher;
};

} // namespace

ModelsHandler::ModelsHandler(core::ModelCatalog &catalog, QByteArray ownedBy,
                             const access::Admission *admission)
    : ModelsHandler(catalog, std::move(ownedBy), Times(), admission)
{
}

ModelsHandler::ModelsHandler(core::ModelCatalog &catalog, QByteArray ownedBy, Times times,
                             const access::Admission *admission)
    : m_catalog(catalog)
    , m_ownedBy(std::move(ownedBy))
    , m_times(times)
    , m_admission(admission)
    , m_body([ownedBy = m_ownedBy](const QList<ModelInfo> &models) {
        return openai::modelList(models, ownedBy);
    })
{
    keepReady(m_body);
}

void ModelsHandler::keepReady(ModelsBody &body)
{
    connect(&m_catalog, &core::ModelCatalog::modelsChanged, &body,
            [&body](const QList<ModelInfo> &models) { body.prepare(models); });
    body.prepare(m_catalog.models());
}

void ModelsHandler::whenLoaded(Exchange &exchange, ProblemBody problems, const Answer &answer)
{
    if (m_catalog.isLoaded())
        return answer();
    if (m_failed.isValid() && !m_failed.hasExpired(m_times.failureLasts.count()))
        return exchange.send(respond(problemOf(m_failure), problems));
    new Wait(m_catalog, m_times.longestWait, exchange, // owned by the exchange
             [this, &exchange, problems, answer](const Error *failure) {
                 if (!failure)
                     return answer();
                 m_failure = asOurs(*failure);
                 m_failed.start();
                 exchange.send(respond(problemOf(m_failure), problems));
             });
}

void ModelsHandler::list(Exchange &exchange)
{
    list(exchange, m_body, openai::problemBody);
}

void ModelsHandler::list(Exchange &exchange, ModelsBody &body, ProblemBody problems)
{
    withBody(exchange, body, problems,
             [&exchange](const QByteArray &text) { exchange.send(Response{.body = text}); });
}

void ModelsHandler::withBody(Exchange &exchange, ModelsBody &body, ProblemBody problems,
                             const std::function<void(const QByteArray &)> &take)
{
    whenLoaded(exchange, problems, [this, &exchange, &body, take] {
        // Few as a rule, and written anew each time.
        if (isRestricted(exchange))
            return take(body.bodyOf(modelsFor(exchange)));
        body.whenReady(m_catalog.models(), &exchange, take);
    });
}

void ModelsHandler::withList(Exchange &exchange, ProblemBody problems,
                             const std::function<void(const QList<ModelInfo> &)> &take)
{
    whenLoaded(exchange, problems, [this, &exchange, take] { take(modelsFor(exchange)); });
}

bool ModelsHandler::isRestricted(const Exchange &exchange) const
{
    return m_admission && m_admission->isRestricted(exchange.caller());
}

QList<ModelInfo> ModelsHandler::modelsFor(const Exchange &exchange) const
{
    QList<ModelInfo> models = m_catalog.models();
    if (isRestricted(exchange)) {
        models.removeIf([this, &exchange](const ModelInfo &model) {
            return m_admission->mayUse(exchange.caller(), model.id).has_value();
        });
    }
    return models;
}

void ModelsHandler::single(Exchange &exchange, const QByteArray &id)
{
    const QString name = QString::fromUtf8(QByteArray::fromPercentEncoding(id));
    find(exchange, name, openai::problemBody, [this, &exchange](const ModelInfo &model) {
        exchange.send(Response{.body = openai::modelBody(model, m_ownedBy)});
    });
}

void ModelsHandler::find(Exchange &exchange, const QString &name, ProblemBody problems,
                         const std::function<void(const ModelInfo &)> &take)
{
    if (m_admission && m_admission->refuses(exchange, name, problems))
        return;
    whenLoaded(exchange, problems, [this, &exchange, name, problems, take] {
        if (const auto model = openai::modelNamed(m_catalog.models(), name))
            return take(*model);
        exchange.send(respond(m_catalog.isComplete()
                                      ? refusals::modelNotFound(name)
                                      : problemOf(notListed(name, m_catalog.problems())),
                              problems));
    });
}

} // namespace gateway::routes
