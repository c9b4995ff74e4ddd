// SPDX-License-Identifier: MIT
#include "gateway/routes/streamedchat.h"

#include "core/stream/ssewriter.h"
#include "gateway/openai/answerheaders.h"
#include "gateway/openai/wire.h"

using core::ChatStream;
using core::http::Exchange;
using std::chrono::milliseconds;

namespace gateway::routes {

StreamedChat::StreamedChat(Exchange &exchange, std::unique_ptr<ChatStream> stream,
                           const openai::ChatCall &call, qint64 created, const Limits &limits)
    : QObject(&exchange)
    , m_exchange(exchange)
    , m_stream(std::move(stream))
    , m_model(call.request.model)
    , m_choices(call.request.choices)
    , m_includeUsage(call.includeUsage)
    , m_created(created)
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
    beginChunks(start);
}

void StreamedChat::beginChunks(const core::ChatStart &start)
{
    if (m_chunks)
        return;
    if (!m_exchange.hasBegun())
        sendHead(start);
    m_chunks.emplace(openai::AnswerIdentity{.id = openai::completionId(start.requestId),
                                            .created = m_created,
                                            .model = m_model},
                     m_choices, m_includeUsage);
    write(m_chunks->begin());
}

void StreamedChat::onDelta(const core::ChatDelta &delta)
{
    beginChunks({});
    write(m_chunks->add(delta));
}

void StreamedChat::onFinished(const core::Result<core::ChatOutcome> &outcome)
{
    m_silence.stop();
    if (outcome) {
        beginChunks({.requestId = outcome->requestId, .warning = {}});
        write(m_chunks->end(*outcome));
        m_exchange.endStream();
        return;
    }
    if (!m_exchange.hasBegun()) {
        m_exchange.send(openai::errorResponse(outcome.error())); // keeps its status
        return;
    }
    write(core::sse::event(m_chunks ? openai::brokenStreamBody(outcome.error())
                                    : openai::errorBody(outcome.error())));
    m_exchange.abort();
}

void StreamedChat::onSilence()
{
    if (!m_exchange.hasBegun()) {
        sendHead({});
        write(core::sse::comment("ping"));
        return;
    }
    // The timer is not restarted with every event: it looks when it is due.
    const milliseconds quiet(m_sinceWrite.elapsed());
    if (quiet < m_keepAlive || m_congested) {
        keepAliveIn(m_congested ? m_keepAlive : m_keepAlive - quiet);
        return;
    }
    write(core::sse::comment("ping"));
    keepAliveIn(m_keepAlive);
}

void StreamedChat::sendHead(const core::ChatStart &start)
{
    m_exchange.beginStream({.headers = openai::streamHeaders(start.warning, start.requestId,
                                                             m_sinceStart.elapsed()),
                            .contentType = "text/event-stream; charset=utf-8"});
    m_sinceWrite.start();
    keepAliveIn(m_keepAlive);
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
