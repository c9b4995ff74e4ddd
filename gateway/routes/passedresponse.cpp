// SPDX-License-Identifier: MIT
#include "gateway/routes/passedresponse.h"

#include "core/json/json.h"
#include "gateway/answerheaders.h"
#include "gateway/observe/watchedexchange.h"
#include "gateway/openai/wire.h"
#include "gateway/routes/passedstream.h"
#include "gateway/routes/watching.h"

#include <QElapsedTimer>
#include <QFutureWatcher>

using namespace Qt::StringLiterals;
using core::http::Exchange;

namespace gateway::routes {

namespace {

using Refuse = std::function<core::http::Response(const core::Error &)>;

//! Waits for an answer that comes whole. A child of its exchange.
class Waiting final : public QObject
{
public:
    Waiting(Exchange &exchange, const QFuture<PassedAnswer> &future, PassedNote note, Refuse refuse)
        : QObject(&exchange)
        , m_exchange(exchange)
        , m_note(std::move(note))
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
        if (m_note)
            m_note(result);
        if (!result)
            return m_exchange.send(m_refuse(result.error()));
        m_exchange.send({.headers = chatHeaders(result->warning, result->requestId,
                                                m_sinceStart.elapsed()) +
                                    servedHeaders(result->served),
                         .body = result->body});
    }

    Exchange &m_exchange;
    PassedNote m_note; //!< may be empty
    Refuse m_refuse;
    QFutureWatcher<PassedAnswer> m_watcher;
    QElapsedTimer m_sinceStart;
};

} // namespace

void sendWhenReady(Exchange &exchange, const QFuture<PassedAnswer> &future, const PassedNote &note,
                   const Refuse &refuse)
{
    new Waiting(exchange, future, note, refuse); // owned by the exchange
}

void passResponse(Exchange &exchange, core::ResponsesBackend &backend,
                  const boost::json::object &body, responses::PassedResponses &passed,
                  const Limits &limits)
{
    const auto keep = [owners = &passed, caller = exchange.caller(),
                       model = core::json::textAt(body, "model")](QByteArrayView json) {
        owners->note(json, caller, model);
    };
    if (core::json::boolAt(body, "stream").value_or(false)) {
        auto watch = observe::watchOf(exchange);
        if (watch)
            watch->asked(responses::promptOf(body));
        new PassedStream(exchange, backend.streamResponse(body), keep, limits,
                         std::move(watch)); // owned by the exchange
        return;
    }
    const auto note = [keep, watch = watchResponse(exchange, body)](const PassedAnswer &answer) {
        if (watch)
            watch(answer);
        if (answer)
            keep(answer->body);
    };
    sendWhenReady(exchange, backend.createResponse(body), note, openai::errorResponse);
}

} // namespace gateway::routes
