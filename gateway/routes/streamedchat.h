// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/chatbackend.h"
#include "core/ports/exchange.h"
#include "gateway/answerwriter.h"
#include "gateway/limits.h"
#include "gateway/observe/watch.h"

#include <QElapsedTimer>
#include <QTimer>

namespace gateway::routes {

//! Sends an answer while it comes. A child of its exchange, and owner of the stream.
//!
//! The head goes out when the service accepts, so that a refusal keeps its status, or after
//! Limits::patience of silence; from then on what the dialect has for it keeps the connection
//! alive. What goes wrong after the head is an error event and a connection without a proper end.
class StreamedChat final : public QObject
{
    Q_OBJECT

public:
    StreamedChat(core::http::Exchange &exchange, std::unique_ptr<core::ChatStream> stream,
                 std::unique_ptr<AnswerWriter> writer, const Limits &limits,
                 std::shared_ptr<observe::Watch> watch = {});

private:
    void onStarted(const core::ChatStart &start);
    void onDelta(const core::ChatDelta &delta);
    void onFinished(const core::Result<core::ChatOutcome> &outcome);
    void onSilence();

    void sendHead(const core::ChatStart &start);
    void beginAnswer(const core::ChatStart &start);
    void writeFailovers(const core::Served &served);
    void writeKeepAlive();
    void write(QByteArrayView event);
    void write(const QByteArrayList &events);
    void keepAliveIn(std::chrono::milliseconds delay);

    core::http::Exchange &m_exchange;
    std::unique_ptr<core::ChatStream> m_stream;
    std::unique_ptr<AnswerWriter> m_writer;
    std::shared_ptr<observe::Watch> m_watch; //!< may be null
    bool m_begun = false;                    //!< the service has accepted
    std::chrono::milliseconds m_keepAlive;
    QTimer m_silence;
    QElapsedTimer m_sinceStart;
    QElapsedTimer m_sinceWrite;
    bool m_congested = false;
};

} // namespace gateway::routes
