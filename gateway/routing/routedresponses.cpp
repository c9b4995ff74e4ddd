// SPDX-License-Identifier: MIT
#include "gateway/routing/routedresponses.h"

#include "core/json/json.h"
#include "gateway/routing/routedcall.h"

#include <QTimer>

using boost::json::object;
using core::ResponsesAnswer;
using core::ResponsesStream;
using core::Result;

namespace gateway::routing {

namespace {

class RefusedResponse final : public ResponsesStream
{
public:
    explicit RefusedResponse(core::Error error)
    {
        QTimer::singleShot(0, this,
                           [this, why = std::move(error)] { emit finished(std::unexpected(why)); });
    }

    void setPaused(bool) override { } // there is nothing to come
};

object withModel(object body, const QString &model)
{
    body["model"] = core::json::string(model);
    return body;
}

} // namespace

RoutedResponses::RoutedResponses(core::ResponsesBackend &inner, const AliasedCatalog &catalog)
    : m_inner(inner)
    , m_catalog(catalog)
{
}

bool RoutedResponses::servesResponses(const QString &model) const
{
    const auto targets = m_catalog.targetsOf(model);
    return targets && !targets->isEmpty() && m_inner.servesResponses(targets->first());
}

QFuture<Result<ResponsesAnswer>> RoutedResponses::createResponse(const object &body)
{
    const QString model = core::json::textAt(body, "model");
    const auto targets = m_catalog.targetsOf(model);
    if (!targets) {
        return QtFuture::makeReadyValueFuture(
                Result<ResponsesAnswer>(std::unexpected(targets.error())));
    }
    if (targets->size() == 1)
        return m_inner.createResponse(withModel(body, targets->first()));
    return RoutedCall<ResponsesAnswer>::start(
            Attempts(model, *targets),
            [this, body](const QString &target) {
                return m_inner.createResponse(withModel(body, target));
            },
            &m_calls);
}

std::unique_ptr<ResponsesStream> RoutedResponses::streamResponse(const object &body)
{
    const QString model = core::json::textAt(body, "model");
    const auto targets = m_catalog.targetsOf(model);
    if (!targets)
        return std::make_unique<RefusedResponse>(targets.error());
    if (targets->size() == 1)
        return m_inner.streamResponse(withModel(body, targets->first()));
    return std::make_unique<RoutedResponsesStream>(m_inner, body, Attempts(model, *targets));
}

QFuture<Result<ResponsesAnswer>> RoutedResponses::retrieveResponse(const QString &id,
                                                                   const QUrlQuery &query)
{
    return m_inner.retrieveResponse(id, query);
}

QFuture<Result<ResponsesAnswer>> RoutedResponses::deleteResponse(const QString &id)
{
    return m_inner.deleteResponse(id);
}

QFuture<Result<ResponsesAnswer>> RoutedResponses::cancelResponse(const QString &id)
{
    return m_inner.cancelResponse(id);
}

QFuture<Result<ResponsesAnswer>> RoutedResponses::listInputItems(const QString &id,
                                                                 const QUrlQuery &query)
{
    return m_inner.listInputItems(id, query);
}

RoutedResponsesStream::RoutedResponsesStream(core::ResponsesBackend &backend, object body,
                                             Attempts attempts)
    : m_backend(backend)
    , m_body(std::move(body))
    , m_attempts(std::move(attempts))
{
    ask();
}

void RoutedResponsesStream::setPaused(bool paused)
{
    m_paused = paused;
    if (m_stream)
        m_stream->setPaused(paused);
}

void RoutedResponsesStream::ask()
{
    m_stream = m_backend.streamResponse(withModel(m_body, m_attempts.target()));
    m_stream->setPaused(m_paused);
    connect(m_stream.get(), &ResponsesStream::started, this, [this](const QString &requestId) {
        m_accepted = true;
        m_served = m_attempts.completed(m_stream->served());
        emit started(requestId);
    });
    connect(m_stream.get(), &ResponsesStream::arrived, this, [this](const core::SseEvent &event) {
        m_accepted = true;
        emit arrived(event);
    });
    connect(m_stream.get(), &ResponsesStream::finished, this, &RoutedResponsesStream::onFinished);
}

void RoutedResponsesStream::onFinished(const Result<void> &end)
{
    if (end || m_accepted) {
        emit finished(end);
        return;
    }
    const core::Error error = end.error();
    m_stream.release()->deleteLater(); // it is still telling us
    if (m_attempts.next(error))
        ask();
    else
        emit finished(std::unexpected(m_attempts.verdict(error)));
}

} // namespace gateway::routing
