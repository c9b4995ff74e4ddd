// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "oci/auth/authprovider.h"
#include "oci/http/clientsettings.h"
#include "oci/http/networkpool.h"
#include "oci/http/responsehead.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <memory>

namespace core {
class Clock;
}

namespace oci {

//! What every sending of a client shares.
struct Wiring {
    NetworkPool &network;
    AuthProvider &auth;
    const core::Clock &clock;
    ClientSettings settings;
    QNetworkRequest prototype; //!< its attributes, set once
};

//! One request and its answer, from signing to the last byte. Destroying it ends whatever is
//! under way: the service sees the connection closed.
//!
//! Order of signals: `head` at most once, any number of `chunk`, then `finished` exactly once
//! and last. `head` comes only with a 2xx status; every other answer is read here and comes as
//! `finished` with an error. Failures that may pass are tried again before `head`, each time
//! with fresh authorization (protocol reference, 11.3), never after it. After a 401 the provider
//! is asked once to renew its credential, and the request is sent once more. No signal is emitted
//! before `start()`; deleting the stream in a slot of its own signals is allowed.
class ReplyStream final : public QObject
{
    Q_OBJECT

public:
    ReplyStream(const Wiring &wiring, OutgoingRequest request);
    ~ReplyStream() override;

    void start();
    //! While paused no chunk is emitted, and nothing is read beyond ClientSettings::readBuffer.
    void setPaused(bool paused);

signals:
    void head(const oci::ResponseHead &head);
    void chunk(const QByteArray &bytes);
    void finished(const core::Result<void> &end);

private:
    enum class State { Idle, Signing, Renewing, Sending, Reading, ReadingFailure, Waiting, Done };

    void authorize();
    void onAuthorized(const core::Result<core::http::Headers> &headers);
    void post(const core::http::Headers &authorization);
    void onConnecting();
    void onSending();
    void onHead();
    void onReadyRead();
    void onReplyFinished();
    void onTimer();
    [[nodiscard]] bool pump();
    void fail(Failure failure);
    void renew(const core::Error &refusal);
    void onRenewed(const core::Result<void> &renewed, core::Error refusal);
    void startAnew();
    void end(const core::Result<void> &result);
    void dropReply();
    void allow(std::chrono::milliseconds time);
    [[nodiscard]] QString requestId() const;

    const Wiring &m_wiring;
    OutgoingRequest m_request;
    State m_state = State::Idle;
    std::unique_ptr<QFutureWatcher<core::Result<core::http::Headers>>> m_signing;
    std::unique_ptr<QFutureWatcher<core::Result<void>>> m_renewal;
    NetworkPool::Lease m_network;    //!< while there is a reply
    QPointer<QNetworkReply> m_reply; //!< aborted and deleted by dropReply()
    ResponseHead m_head;
    QByteArray m_failureBody;
    RetryHistory m_history{.attempts = 0};
    QElapsedTimer m_sinceStart;
    QTimer m_timer;
    QDeadlineTimer m_deadline;
    std::chrono::milliseconds m_allowed{0};
    bool m_connecting = false;
    bool m_paused = false;
    bool m_renewed = false; //!< the provider has been asked for another credential
    bool m_ended = false;   //!< the reply has ended, with bytes still to be read
};

} // namespace oci
