// SPDX-License-Identifier: MIT
#include "gateway/routing/routedresponses.h"

#include "core/json/json.h"
#include "gateway/routing/routedcall.h"
#include "gateway/routing/routedstream.h"

using boost::json::object;
using core::ResponsesAnswer;
using core::ResponsesStream;
using core::Result;

namespace gateway::routing {

namespace {

object withModel(object body, const QString &model)
{
    body["model"] = core::json::string(model);
    return body;
}

class RoutedResponsesStream final : public RoutedStream<ResponsesStream, void>
{
public:
    RoutedResponsesStream(Attempts attempts, Ask ask)
        : RoutedStream(std::move(attempts), std::move(ask))
    {
        askFirst();
    }

    [[nodiscard]] core::Served served() const override { return m_served; }
    [[nodiscard]] QString warning() const override { return m_warning; }
    [[nodiscard]] core::CallTimes times() const override { return m_times; }

private:
    void follow(ResponsesStream &stream) override
    {
        connect(&stream, &ResponsesStream::started, this,
                [this, from = &stream](const QString &requestId) {
                    accept();
                    m_served = completed(from->served());
                    m_warning = from->warning();
                    m_times = from->times();
                    emit started(requestId);
                });
        connect(&stream, &ResponsesStream::arrived, this, [this](const core::SseEvent &event) {
            accept();
            emit arrived(event);
        });
    }

    core::Served m_served;
    QString m_warning;
    core::CallTimes m_times;
};

} // namespace

RoutedResponses::RoutedResponses(core::ResponsesBackend &inner, const AliasedCatalog &catalog,
                                 core::ResponsesBackend *hasty)
    : m_inner(inner)
    , m_hasty(hasty ? *hasty : inner)
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
            [this, body](const QString &target, bool isLast) {
                return (isLast ? m_inner : m_hasty).createResponse(withModel(body, target));
            },
            &m_calls);
}

std::unique_ptr<ResponsesStream> RoutedResponses::streamResponse(const object &body)
{
    const QString model = core::json::textAt(body, "model");
    const auto targets = m_catalog.targetsOf(model);
    if (!targets)
        return std::make_unique<RefusedStream<ResponsesStream>>(targets.error());
    if (targets->size() == 1)
        return m_inner.streamResponse(withModel(body, targets->first()));
    return std::make_unique<RoutedResponsesStream>(
            Attempts(model, *targets), [this, body](const QString &target, bool isLast) {
                return (isLast ? m_inner : m_hasty).streamResponse(withModel(body, target));
            });
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

} // namespace gateway::routing
