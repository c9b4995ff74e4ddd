// SPDX-License-Identifier: MIT
#include "gateway/routes/passedresponse.h"

#include "core/json/json.h"
#include "gateway/answerheaders.h"
#include "gateway/openai/wire.h"
#include "gateway/routes/passedstream.h"

#include <QElapsedTimer>
#include <QFutureWatcher>

using namespace Qt::StringLiterals;
using core::http::Exchange;

namespace gateway::routes {

namespace {

using Seen = std::function<void(const core::ResponsesAnswer &)>;
using Refuse = std::function<core::http::Response(const core::Error &)>;

//! Waits for an answer that comes whole. A child of its exchange.
class Waiting final : public QObject
{
public:
    Waiting(Exchange &exchange, const QFuture<PassedAnswer> &future, Seen seen, Refuse refuse)
        : QObject(&exchange)
        , m_exchange(exchange)
        , m_seen(std::move(seen))
        , m_refuse(std::move(refuse))
    {
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
            return m_exchange.send(
                    openai::errorResponse({.code = core::ErrorCode::Unavailable,
                                           .message = u"The connection was closed meanwhile"_s}));
        }
        const PassedAnswer result = future.result();
        if (!result)
            return m_exchange.send(m_refuse(result.error()));
        if (m_seen)
            m_seen(*result);
        m_exchange.send({.headers = chatHeaders({}, result->requestId, m_sinceStart.elapsed()),
                         .body = result->body});
    }

    Exchange &m_exchange;
    Seen m_seen;
    Refuse m_refuse;
    QFutureWatcher<PassedAnswer> m_watcher;
    QElapsedTimer m_sinceStart;
};

} // namespace

void sendWhenReady(Exchange &exchange, const QFuture<PassedAnswer> &future, const Seen &seen,
                   const Refuse &refuse)
{
    new Waiting(exchange, future, seen, refuse); // owned by the exchange
}

void passResponse(Exchange &exchange, core::ResponsesBackend &backend,
                  const boost::json::object &body, responses::PassedResponses &passed,
                  const Limits &limits)
{
    const auto note = [owners = &passed, caller = exchange.caller()](QByteArrayView json) {
        owners->note(json, caller);
    };
    if (core::json::boolAt(body, "stream").value_or(false)) {
        new PassedStream(exchange, backend.streamResponse(body), note,
                         limits); // owned by the exchange
        return;
    }
    sendWhenReady(
            exchange, backend.createResponse(body),
            [note](const core::ResponsesAnswer &answer) { note(answer.body); },
            openai::errorResponse);
}

} // namespace gateway::routes
