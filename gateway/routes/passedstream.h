// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "core/ports/responsesbackend.h"
#include "gateway/limits.h"
#include "gateway/observe/watch.h"

#include <QElapsedTimer>
#include <QTimer>

#include <functional>

namespace gateway::routes {

//! Sends the events of OCI's own Responses API as they come. A child of its exchange, and owner
//! of the stream.
//!
//! As of a chat, the head goes out when the service accepts, or after Limits::patience of
//! silence; comments keep the connection alive; what goes wrong after the head is an error event
//! and a connection without a proper end.
class PassedStream final : public QObject
{
    Q_OBJECT

public:
    using Note = std::function<void(QByteArrayView json)>;

    //! `note` is given the event that tells of a new response.
    PassedStream(core::http::Exchange &exchange, std::unique_ptr<core::ResponsesStream> stream,
                 Note note, const Limits &limits, std::shared_ptr<observe::Watch> watch = {});

private:
    void onStarted(const QString &requestId);
    void onArrived(const core::SseEvent &event);
    void onFinished(const core::Result<void> &end);
    void onSilence();
    void report(QByteArrayView type, QByteArrayView json);
    void sendHead(const QString &requestId);
    void write(QByteArrayView event);

    core::http::Exchange &m_exchange;
    std::unique_ptr<core::ResponsesStream> m_stream;
    Note m_note;
    std::shared_ptr<observe::Watch> m_watch; //!< may be null
    std::chrono::milliseconds m_keepAlive;
    QTimer m_silence;
    QElapsedTimer m_sinceStart;
    QElapsedTimer m_sinceWrite;
    bool m_congested = false;
    bool m_begun = false; //!< the service has accepted
};

} // namespace gateway::routes
