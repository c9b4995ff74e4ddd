// SPDX-License-Identifier: MIT
#include "gateway/routes/passedstream.h"

#include "core/json/json.h"
#include "core/stream/ssewriter.h"
#include "gateway/answerheaders.h"
#include "gateway/openai/wire.h"
#include "gateway/responses/passedfacts.h"
#include "gateway/responses/responseevents.h"

#include <algorithm>
#include <array>

using core::ResponsesStream;
using core::http::Exchange;
using std::chrono::milliseconds;

namespace gateway::routes {

namespace {

//! The name of an event that came without one.
QByteArray typeOf(const core::SseEvent &event)
{
    if (!event.name.isEmpty())
        return event.name;
    const auto json = core::json::parseObject(event.data);
    return json ? core::json::textAt(*json, "type").toUtf8() : QByteArray();
}

} // namespace

PassedStream::PassedStream(Exchange &exchange, std::unique_ptr<ResponsesStream> stream, Note note,
                           const Limits &limits, std::shared_ptr<observe::Watch> watch)
    : QObject(&exchange)
    , m_exchange(exchange)
    , m_stream(std::move(stream))
    , m_note(std::move(note))
    , m_watch(std::move(watch))
    , m_keepAlive(limits.keepAliveComment)
{
    connect(m_stream.get(), &ResponsesStream::started, this, &PassedStream::onStarted);
    connect(m_stream.get(), &ResponsesStream::arrived, this, &PassedStream::onArrived);
    connect(m_stream.get(), &ResponsesStream::finished, this, &PassedStream::onFinished);
    connect(&exchange, &Exchange::congested, this, [this] {
        m_congested = true;
        m_stream->setPaused(true);
    });
    connect(&exchange, &Exchange::drained, this, [this] {
        m_congested = false;
        m_stream->setPaused(false);
    });
    m_silence.setSingleShot(true);
    connect(&m_silence, &QTimer::timeout, this, &PassedStream::onSilence);
    m_sinceStart.start();
    m_silence.start(limits.patience);
}

void PassedStream::onStarted(const QString &requestId)
{
    m_begun = true;
    const core::Served served = m_stream->served();
    if (m_watch)
        m_watch->accepted(requestId, served.by, m_stream->times());
    if (!m_exchange.hasBegun())
        return sendHead(requestId);
    // The head went out while nobody had accepted yet.
    for (const core::FailedTarget &each : served.failed)
        write(core::sse::comment("x-gatehouse-failover: " + failoverText(each)));
}

void PassedStream::onArrived(const core::SseEvent &event)
{
    m_begun = true;
    if (!m_exchange.hasBegun())
        sendHead({});
    const QByteArray type = typeOf(event);
    if (type == "response.created")
        m_note(event.data);
    if (m_watch)
        report(type, event.data);
    write(core::sse::event(type, event.data));
}

void PassedStream::report(QByteArrayView type, QByteArrayView json)
{
    if (type.endsWith(".delta"))
        return m_watch->said(responses::saidBy(type, json));
    constexpr std::array last{QByteArrayView("response.completed"),
                              QByteArrayView("response.incomplete"),
                              QByteArrayView("response.failed"),
                              QByteArrayView("response.cancelled"), QByteArrayView("error")};
    if (!std::ranges::contains(last, type))
        return;
    const auto event = core::json::parseObject(json);
    if (!event)
        return;
    const responses::PassedFacts facts = responses::factsOf(*event);
    if (facts.usage)
        m_watch->used(*facts.usage);
    if (!facts.failure.isEmpty())
        m_watch->failed(facts.failure);
}

void PassedStream::onFinished(const core::Result<void> &end)
{
    m_silence.stop();
    if (m_watch)
        m_watch->ended(end.transform([] { return core::ChatOutcome(); }));
    if (end) {
        if (!m_exchange.hasBegun())
            sendHead({});
        m_silence.stop();
        m_exchange.endStream();
        return;
    }
    if (!m_exchange.hasBegun()) { // keeps its status
        m_exchange.send(openai::errorResponse(end.error()));
        return;
    }
    write(responses::errorEvent(m_begun ? brokenAnswer(end.error()) : problemOf(end.error())));
    m_exchange.abort();
}

void PassedStream::onSilence()
{
    if (!m_exchange.hasBegun()) {
        sendHead({});
        write(core::sse::comment("ping"));
        return;
    }
    // The timer is not restarted with every event: it looks when it is due.
    const milliseconds quiet(m_sinceWrite.elapsed());
    if (quiet < m_keepAlive || m_congested) {
        m_silence.start(m_congested ? m_keepAlive : m_keepAlive - quiet);
        return;
    }
    write(core::sse::comment("ping"));
    m_silence.start(m_keepAlive);
}

void PassedStream::sendHead(const QString &requestId)
{
    const core::Served served = m_begun ? m_stream->served() : core::Served();
    m_exchange.beginStream(
            {.headers = streamHeaders(m_stream->warning(), requestId, m_sinceStart.elapsed()) +
                        servedHeaders(served),
             .contentType = "text/event-stream; charset=utf-8"});
    m_sinceWrite.start();
    m_silence.start(m_keepAlive);
}

void PassedStream::write(QByteArrayView event)
{
    m_exchange.write(event);
    m_sinceWrite.start();
}

} // namespace gateway::routes
