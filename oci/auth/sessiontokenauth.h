// SPDX-License-Identifier: MIT
#pragma once

#include "oci/auth/sessionfiles.h"
#include "oci/auth/tokenrefresh.h"

#include <QLockFile>
#include <QPromise>

#include <optional>
#include <vector>

namespace oci {

//! When a session is renewed (protocol reference, 3.2 and 3.3).
struct SessionTimes {
    std::chrono::seconds lead{600};  //!< so long before the expiry, at most half of a token's life
    std::chrono::seconds margin{60}; //!< a token that has less left is not trusted to last
    std::chrono::seconds pause{30};  //!< between renewals of our own accord
    std::chrono::seconds recent{10}; //!< a token that is so new is the answer to a refusal
    std::chrono::milliseconds check{60'000};    //!< the clock is looked at so often at least:
                                                //!< computers sleep, and clocks are set
    std::chrono::milliseconds poll{100};        //!< while another program renews
    std::chrono::milliseconds patience{20'000}; //!< with that program
    ClientSettings client = refreshClientSettings();
};

//! Signs with a session token and the key that it was made for (protocol reference, section 3).
//!
//! Reads both from the files of a profile, and again when another program changes them. Renews
//! the token through the service while it is still valid, in time, at any moment once for all who
//! wait for it, and across programs once, too (by a lock file beside the token); keeps the renewed
//! one in the token file. Requests wait only when the token is in its last minute.
//!
//! No usable session is an ErrorCode::Unauthorized of sessionerrors.h, which says how to sign in;
//! each request looks at the files again, so that signing in is all that is needed.
//!
//! Lives in the thread that uses the network pool. Destroying it cancels what is under way.
class SessionTokenAuth final : public QObject, public AuthProvider
{
    Q_OBJECT

public:
    //! References outlive it.
    SessionTokenAuth(SessionSource source, NetworkPool &network, const core::Clock &clock,
                     QThreadPool &pool, SessionTimes times = {});
    ~SessionTokenAuth() override;

    QFuture<core::Result<core::http::Headers>> authorize(const OutgoingRequest &request) override;
    //! Reads the files again; where they say nothing new, asks the service.
    QFuture<core::Result<void>> renew() override;
    [[nodiscard]] bool isBearer() const override { return false; }

    //! Of the token in use; nothing without one.
    [[nodiscard]] std::optional<QDateTime> expires() const;

signals:
    //! Another token is in use, from the service or from the file.
    void replaced();

private:
    using Ended = core::Result<void>;

    //! Of a token and a key that do not look like a pair.
    enum class Doubts { None, Wait };

    bool reload(Doubts doubts = Doubts::Wait);
    bool hasStayed(const SessionPair &pair);
    void take(const SessionPair &credential);
    QFuture<Ended> wait();
    void begin();
    void step();
    void onAnswer(const SessionToken &asked, const core::Result<SessionToken> &answer);
    void keep(const SessionToken &renewed);
    void finish(const Ended &result);
    void end(const Ended &result); //!< without a pause
    void check();
    void schedule();

    [[nodiscard]] QFuture<core::Result<core::http::Headers>> sign(const OutgoingRequest &request);
    [[nodiscard]] std::chrono::milliseconds left() const; //!< to the expiry; 0: none in use
    [[nodiscard]] bool hasLeft(std::chrono::milliseconds time) const;
    [[nodiscard]] QDateTime renewalTime() const;
    [[nodiscard]] bool isDue() const;
    [[nodiscard]] bool isSignedOut() const;
    [[nodiscard]] core::Error problem() const;

    const core::Clock &m_clock;
    SessionTimes m_times;
    SessionFiles m_files;
    RequestSigner m_signer;
    TokenRefresh m_refresh;

    std::optional<SessionPair> m_credential; //!< in use
    std::optional<SessionPair> m_onDisk;     //!< as last read or written
    std::optional<SessionPair> m_doubtful;   //!< on the disk, but not taken yet
    QDeadlineTimer m_doubtfulUntil;
    std::optional<core::Error> m_fileProblem; //!< of the last reading
    std::optional<core::Error> m_refusal;     //!< of a renewal of the token in use
    QDateTime m_takenAt;                      //!< when it came into use
    QDateTime m_replacedAt;                   //!< the same, if it was not the first
    QDateTime m_notBefore;                    //!< no renewal of our own accord until then

    bool m_renewing = false;
    std::vector<QPromise<Ended>> m_waiting; //!< for the renewal that is under way
    QLockFile m_lock;
    QDeadlineTimer m_lockDeadline;
    QTimer m_poll;
    QTimer m_check;
};

} // namespace oci
