// SPDX-License-Identifier: MIT
#pragma once

#include "oci/http/sending.h"

#include <QElapsedTimer>
#include <QFutureWatcher>

#include <memory>

namespace oci {

//! One request and its answer, from signing to the last byte. Destroying it ends whatever is
//! under way: the service sees the connection closed.
//!
//! Order of signals: `head` at most once, any number of `chunk`, then `finished` exactly once
//! and last. `head` comes only with a 2xx status; every other answer is read here and comes as
//! `finished` with an error. Failures that may pass are tried again before `head`, each time
//! with fresh authorization (protocol reference, 11.3), never after it. After a 401 the provider
//! is asked once to renew its credential, and the request is sent once more. Where the circuit is
//! open nothing is sent. No signal is emitted before `start()`; deleting the stream in a slot of
//! its own signals is allowed.
class ReplyStream final : public QObject
{
    Q_OBJECT

public:
    //! The wiring outlives it.
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
    enum class State { Idle, Signing, Renewing, Sending, Waiting, Done };

    void authorize();
    void onAuthorized(const core::Result<core::http::Headers> &headers);
    void post(const core::http::Headers &authorization);
    void onHead(const ResponseHead &head);
    void onTimer();
    void fail(const Failure &failure);
    void renew(const core::Error &refusal);
    void onRenewed(const core::Result<void> &renewed, core::Error refusal);
    void end(const core::Result<void> &result);
    void noteSigning();
    [[nodiscard]] QByteArray circuit() const;

    const Wiring &m_wiring;
    OutgoingRequest m_request;
    State m_state = State::Idle;
    std::unique_ptr<QFutureWatcher<core::Result<core::http::Headers>>> m_signing;
    std::unique_ptr<QFutureWatcher<core::Result<void>>> m_renewal;
    std::unique_ptr<Sending> m_sending;
    CircuitBreaker::Attempt m_attempt;
    RetryHistory m_history{.attempts = 0};
    std::optional<core::Error> m_lastFailure; //!< of the attempt before
    QElapsedTimer m_sinceStart;
    QElapsedTimer m_inState; //!< of signing, renewing and waiting
    core::CallTimes m_times; //!< of what is over
    QTimer m_timer;          //!< of signing, renewing and waiting
    bool m_paused = false;
    bool m_renewed = false; //!< the provider has been asked for another credential
};

} // namespace oci
