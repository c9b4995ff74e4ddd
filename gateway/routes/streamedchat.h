// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/chatbackend.h"
#include "core/ports/exchange.h"
#include "gateway/limits.h"
#include "gateway/openai/chatchunks.h"
#include "gateway/openai/chatrequest.h"

#include <QElapsedTimer>
#include <QTimer>

namespace gateway::routes {

//! Sends an answer while it comes. A child of its exchange, and owner of the stream.
//!
//! The head goes out when the service accepts, so that a refusal keeps its status, or after
//! Limits::patience of silence; from then on comments keep the connection alive. What goes wrong
//! after the head is an error event and a connection without a proper end.
class StreamedChat final : public QObject
{
    Q_OBJECT

public:
    StreamedChat(core::http::Exchange &exchange, std::unique_ptr<core::ChatStream> stream,
                 const openai::ChatCall &call, qint64 created, const Limits &limits);

private:
    void onStarted(const core::ChatStart &start);
    void onDelta(const core::ChatDelta &delta);
    void onFinished(const core::Result<core::ChatOutcome> &outcome);
    void onSilence();

    void sendHead(const core::ChatStart &start);
    void beginChunks(const core::ChatStart &start);
    void write(QByteArrayView event);
    void write(const QByteArrayList &events);
    void keepAliveIn(std::chrono::milliseconds delay);

    core::http::Exchange &m_exchange;
    std::unique_ptr<core::ChatStream> m_stream;
    std::optional<openai::ChatChunks> m_chunks; //!< once the service has accepted
    QString m_model;
    int m_choices;
    bool m_includeUsage;
    qint64 m_created;
    std::chrono::milliseconds m_keepAlive;
    QTimer m_silence;
    QElapsedTimer m_sinceStart;
    QElapsedTimer m_sinceWrite;
    bool m_congested = false;
};

} // namespace gateway::routes
