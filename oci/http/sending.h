// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "oci/auth/authprovider.h"
#include "oci/http/errormapping.h"
#include "oci/http/phaseclock.h"
#include "oci/http/responsehead.h"
#include "oci/http/wiring.h"

#include <QDeadlineTimer>
#include <QNetworkReply>
#include <QObject>
#include <QPointer>
#include <QTimer>

namespace oci {

//! One sending of a request and what comes back, from the first packet to the last byte, within
//! the times of the client's settings. Destroying it closes the connection.
//!
//! Either `failed` alone, where no answer with a 2xx status came, or `head`, any number of
//! `chunk`, `ended`. Deleting it in a slot of these signals is allowed.
class Sending final : public QObject
{
    Q_OBJECT

public:
    //! The wiring outlives it. `authorization` holds for this sending.
    Sending(const Wiring &wiring, const OutgoingRequest &request,
            const core::http::Headers &authorization, bool paused);
    ~Sending() override;

    //! As in ReplyStream.
    void setPaused(bool paused);
    //! The answer's opc-request-id, once its head has come.
    [[nodiscard]] QString requestId() const;
    //! Until the head, or so far.
    [[nodiscard]] core::CallTimes times() const
    {
        return m_head.times.attempts > 0 ? m_head.times : m_phases.times();
    }

signals:
    void head(const oci::ResponseHead &head);
    void chunk(const QByteArray &bytes);
    void ended(const core::Result<void> &end);
    void failed(const oci::Failure &failure);

private:
    enum class State { Sending, Reading, ReadingFailure, Done };

    void post(const OutgoingRequest &request, const core::http::Headers &authorization);
    void onConnecting();
    void onSending();
    void noteConnection();
    void onHead();
    void onReadyRead();
    void onReplyFinished();
    void onTimer();
    [[nodiscard]] bool pump();
    void fail(const Failure &failure);
    void failAsAnswered();
    void end(const core::Result<void> &result);
    void dropReply();
    void allow(std::chrono::milliseconds time);
    void noteBody();

    const Wiring &m_wiring;
    QString m_host; //!< for messages
    State m_state = State::Sending;
    NetworkPool::Lease m_network;    //!< while there is a reply
    SpareConnections::Use m_use;     //!< while there is a reply
    QPointer<QNetworkReply> m_reply; //!< aborted and deleted by dropReply()
    ResponseHead m_head;
    QByteArray m_failureBody;
    QTimer m_timer;
    QDeadlineTimer m_deadline;
    std::chrono::milliseconds m_allowed{0};
    PhaseClock m_phases;
    bool m_connecting = false;
    bool m_hasBody = false; //!< some of it has come
    bool m_paused;
    bool m_ended = false; //!< the reply has ended, with bytes still to be read
};

} // namespace oci
