// SPDX-License-Identifier: MIT
#include "gateway/observe/recorder.h"

#include "gateway/observe/recordjson.h"
#include "gateway/observe/servertiming.h"
#include "gateway/routes/router.h"

#include <QLoggingCategory>
#include <QTimeZone>

using core::http::Exchange;
using core::http::Response;

namespace gateway::observe {

namespace {

Q_LOGGING_CATEGORY(accessLog, "app.access")

} // namespace

Recorder::Recorder(const Setup &setup) : m_setup(setup), m_log(setup.size)
{
    QObject::connect(&m_log, &RequestLog::closed, &m_log,
                     [this](const RequestRecord &record) { count(record); });
}

Exchange &Recorder::watch(Exchange &exchange, const QByteArray &route,
                          RequestRecord::Time receiving)
{
    RequestRecord record = recordOf(exchange.request(), route, exchange.caller(), m_log.next());
    record.receiving = receiving;
    if (m_log.bodies().isOn()) {
        record.bodies = std::make_shared<RecordedBodies>(
                RecordedBodies{.request = masked(exchange.request().body, BodySwitch::mostBytes)});
    }
    return *new WatchedExchange(exchange, std::make_shared<Watch>(m_log, std::move(record)));
}

void Recorder::noteVerdict(const http::Head &head, const routes::Router &router,
                           http::Verdict &verdict)
{
    if (verdict.answer)
        addRefusal(head.request, router, verdict.caller, *verdict.answer);
}

void Recorder::noteRefusal(const core::http::Request &request, const routes::Router &router,
                           Response &response)
{
    addRefusal(request, router, {}, response);
}

void Recorder::addRefusal(const core::http::Request &request, const routes::Router &router,
                          const QByteArray &caller, Response &response)
{
    const auto match = router.find(request.method, request.target);
    RequestRecord record =
            recordOf(request, match.route ? match.route->path : QByteArray(), caller, m_log.next());
    response.headers.emplaceBack("x-request-id", record.id);
    response.headers.emplaceBack("Server-Timing", serverTiming(record, {}));
    record.status = response.status;
    record.bytesOut = response.body.size();
    Watch watch(m_log, std::move(record));
    if (response.status >= 400)
        watch.refused(response.body);
    watch.answered(true);
}

void Recorder::count(const RequestRecord &record)
{
    m_metrics.count(record);
    if (m_setup.accessLog)
        qCInfo(accessLog).noquote() << accessLine(record);
    else
        qCDebug(accessLog).noquote() << accessLine(record);
    if (!m_setup.usage || record.model.isEmpty())
        return;
    const bool failed = record.status >= 400 || record.outcome == RequestRecord::Outcome::Failed;
    m_setup.usage->add(
            {.day = QDateTime::fromMSecsSinceEpoch(record.startedMs, QTimeZone::UTC).date(),
             .caller = QString::fromUtf8(record.caller),
             .model = m_models.of(record),
             .target = record.target},
            {.requests = 1,
             .failed = failed && record.outcome != RequestRecord::Outcome::ClientLeft ? 1 : 0,
             .tokensIn = record.tokens.in,
             .tokensOut = record.tokens.out,
             .tokensCached = record.tokens.cached,
             .tokensReasoning = record.tokens.reasoning});
}

} // namespace gateway::observe
