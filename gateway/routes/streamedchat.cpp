// SPDX-License-Identifier: MIT
#include "gateway/routes/streamedchat.h"

#include "gateway/answerheaders.h"

using core::ChatStream;
using core::http::Exchange;
using std::chrono::milliseconds;

namespace gateway::routes {

StreamedChat::StreamedChat(Exchange &exchange, std::unique_ptr<ChatStream> stream,
                           std::unique_ptr<AnswerWriter> writer, const Limits &limits,
                           std::shared_ptr<observe::Watch> watch)
    : QObject(&exchange)
    , m_exchange(exchange)
    , m_stream(std::move(stream))
    , m_writer(std::move(writer))
    , m_watch(std::move(watch))
    , m_keepAlive(limits.keepAliveComment)
{
    connect(m_stream.get(), &ChatStream::started, this, &StreamedChat::onStarted);
    connect(m_stream.get(), &ChatStream::delta, this, &StreamedChat::onDelta);
    connect(m_stream.get(), &ChatStream::finished, this, &StreamedChat::onFinished);
    connect(&exchange, &Exchange::congested, this, [this] {
        m_congested = true;
        m_stream->setPaused(true);
    });
    connect(&exchange, &Exchange::drained, this, [this] {
        m_congested = false;
        m_stream->setPaused(false);
    });
    m_silence.setSingleShot(true);
    connect(&m_silence, &QTimer::timeout, this, &StreamedChat::onSilence);
    m_sinceStart.start();
    m_silence.start(limits.patience);
}

void StreamedChat::onStarted(const core::ChatStart &start)
{
    if (m_watch)
        m_watch->accepted(start.requestId, start.served.by, start.times);
    beginAnswer(start);
}

void StreamedChat::beginAnswer(const core::ChatStart &start)
{
    if (std::exchange(m_begun, true))
        return;
    if (!m_exchange.hasBegun())
        sendHead(start);
    else if (m_writer->contentType().startsWith("text/event-stream"))
        writeFailovers(start.served);
    write(m_writer->begin(start));
}

// The head went out while nobody had accepted yet.
void StreamedChat::writeFailovers(const core::Served &served)
{
    for (const core::FailedTarget &each : served.failed)
        write(": x-gatehouse-failover: " + failoverText(each) + "\n\n");
}

void StreamedChat::onDelta(const core::ChatDelta &delta)
{
    beginAnswer({});
    write(m_writer->add(delta));
    if (m_watch)
        m_watch->said(delta);
}

void StreamedChat::onFinished(const core::Result<core::ChatOutcome> &outcome)
{
    m_silence.stop();
    if (m_watch)
        m_watch->ended(outcome);
    if (outcome) {
        beginAnswer({.requestId = outcome->requestId});
        write(m_writer->end(*outcome));
        m_exchange.endStream();
        return;
    }
    if (!m_exchange.hasBegun()) { // keeps its status
        m_exchange.send(respond(problemOf(outcome.error()), m_writer->problems()));
        return;
    }
    write(m_writer->broken(outcome.error()));
    m_exchange.abort();
}

void StreamedChat::onSilence()
{
    if (!m_exchange.hasBegun()) {
        sendHead({});
        writeKeepAlive();
        return;
    }
    // The timer is not restarted with every event: it looks when it is due.
    const milliseconds quiet(m_sinceWrite.elapsed());
    if (quiet < m_keepAlive || m_congested) {
        keepAliveIn(m_congested ? m_keepAlive : m_keepAlive - quiet);
        return;
    }
    writeKeepAlive();
    keepAliveIn(m_keepAlive);
}

void StreamedChat::sendHead(const core::ChatStart &start)
{
    m_exchange.beginStream(
            {.headers = streamHeaders(start.warning, start.requestId, m_sinceStart.elapsed()) +
                        servedHeaders(start.served) + m_writer->headers(start),
             .contentType = m_writer->contentType()});
    m_sinceWrite.start();
    keepAliveIn(m_keepAlive);
}

void StreamedChat::writeKeepAlive()
{
    if (const QByteArray nothingNew = m_writer->keepAlive(); !nothingNew.isEmpty())
        write(nothingNew);
}

void StreamedChat::write(QByteArrayView event)
{
    m_exchange.write(event);
    m_sinceWrite.start();
}

void StreamedChat::write(const QByteArrayList &events)
{
    for (const QByteArray &event : events)
        write(QByteArrayView(event));
}

void StreamedChat::keepAliveIn(milliseconds delay)
{
    m_silence.start(delay);
}

} // namespace gateway::routes
