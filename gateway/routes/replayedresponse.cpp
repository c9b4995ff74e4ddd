// SPDX-License-Identifier: MIT
#include "gateway/routes/replayedresponse.h"

#include "core/stream/ssewriter.h"
#include "gateway/answerheaders.h"

using core::http::Exchange;
using gateway::responses::BackgroundAnswers;

namespace gateway::routes {

ReplayedResponse::ReplayedResponse(Exchange &exchange, ResponsesDesk &desk, const QString &id,
                                   qsizetype from)
    : QObject(&exchange)
    , m_exchange(exchange)
    , m_desk(desk)
    , m_id(id)
    , m_next(from)
{
    connect(&exchange, &Exchange::congested, this, [this] { m_congested = true; });
    connect(&exchange, &Exchange::drained, this, [this] {
        m_congested = false;
        sendMore();
    });
    const auto more = [this](const QString &which) {
        if (which == m_id)
            sendMore();
    };
    connect(&desk.background, &BackgroundAnswers::grew, this, more);
    connect(&desk.background, &BackgroundAnswers::ended, this, more);
    connect(&m_keepAlive, &QTimer::timeout, this, [this] {
        if (!m_congested)
            m_exchange.write(core::sse::comment("ping"));
    });
    const auto *stored = desk.store.find(id, exchange.caller());
    const core::ChatStart start = stored ? stored->start : core::ChatStart();
    m_isServed = !start.served.by.isEmpty();
    exchange.beginStream({.headers = streamHeaders(start.warning, start.requestId, 0) +
                                     servedHeaders(start.served),
                          .contentType = "text/event-stream; charset=utf-8"});
    m_keepAlive.start(desk.limits.keepAliveComment);
    sendMore();
}

void ReplayedResponse::sendMore()
{
    while (!m_ended && !m_congested) {
        const auto *stored = m_desk.store.find(m_id, m_exchange.caller());
        if (stored && !m_isServed)
            tellFailovers(stored->start.served);
        if (stored && m_next < stored->events.size()) {
            const QByteArray event = stored->events[m_next++];
            m_keepAlive.start();
            m_exchange.write(event);
            continue;
        }
        if (!stored || !stored->isRunning)
            end();
        return;
    }
}

// The head went out while nobody had accepted yet.
void ReplayedResponse::tellFailovers(const core::Served &served)
{
    if (served.by.isEmpty())
        return;
    m_isServed = true;
    for (const core::FailedTarget &each : served.failed)
        m_exchange.write(core::sse::comment("x-gatehouse-failover: " + failoverText(each)));
}

void ReplayedResponse::end()
{
    m_ended = true;
    m_keepAlive.stop();
    m_exchange.endStream();
}

} // namespace gateway::routes
