// SPDX-License-Identifier: MIT
#include "gateway/routes/embeddingshandler.h"

#include "gateway/answerheaders.h"
#include "gateway/observe/watchedexchange.h"
#include "gateway/openai/body.h"
#include "gateway/openai/embeddinganswer.h"
#include "gateway/openai/embeddingrequest.h"
#include "gateway/openai/wire.h"

#include <QElapsedTimer>
#include <QFutureWatcher>

using core::Embeddings;
using core::Result;
using core::http::Exchange;

namespace gateway::routes {

namespace {

//! Waits for the vectors. A child of its exchange.
class Waiting final : public QObject
{
public:
    Waiting(Exchange &exchange, const QFuture<Result<Embeddings>> &future,
            const openai::EmbeddingCall &call)
        : QObject(&exchange)
        , m_exchange(exchange)
        , m_model(call.request.model)
        , m_base64(call.base64)
        , m_watch(observe::watchOf(exchange))
    {
        if (m_watch)
            m_watch->asked(m_model, false, 0);
        m_sinceStart.start();
        connect(&m_watcher, &QFutureWatcherBase::finished, this, &Waiting::answer);
        m_watcher.setFuture(future);
    }
    ~Waiting() override { m_watcher.future().cancel(); }

private:
    void answer()
    {
        const auto future = m_watcher.future();
        if (future.resultCount() == 0) {
            return m_exchange.send(openai::errorResponse(
                    {.code = core::ErrorCode::Unavailable,
                     .message = QStringLiteral("The connection was closed meanwhile")}));
        }
        const Result<Embeddings> result = future.result();
        tell(result);
        if (!result)
            return m_exchange.send(openai::errorResponse(result.error()));
        m_exchange.send({.headers = chatHeaders(result->warning, result->requestId,
                                                m_sinceStart.elapsed()) +
                                    servedHeaders(result->served),
                         .body = openai::embeddingAnswer(*result, m_model, m_base64)});
    }

    void tell(const Result<Embeddings> &result)
    {
        if (!m_watch)
            return;
        if (!result)
            return m_watch->failed(result.error());
        m_watch->accepted(result->requestId, result->times);
        m_watch->used(result->usage, result->usageIsEstimate);
    }

    Exchange &m_exchange;
    QString m_model;
    bool m_base64;
    std::shared_ptr<observe::Watch> m_watch; //!< may be null
    QFutureWatcher<Result<Embeddings>> m_watcher;
    QElapsedTimer m_sinceStart;
};

} // namespace

void EmbeddingsHandler::operator()(Exchange &exchange) const
{
    const auto call =
            openai::jsonBody(exchange.request()).and_then([this](const boost::json::object &body) {
                return openai::readEmbeddingCall(body, m_truncate);
            });
    if (!call) {
        exchange.send(openai::errorResponse(call.error()));
        return;
    }
    if (m_admission && m_admission->refuses(exchange, call->request.model, openai::problemBody))
        return;
    new Waiting(exchange, m_backend.embed(call->request), *call); // owned by the exchange
}

} // namespace gateway::routes
