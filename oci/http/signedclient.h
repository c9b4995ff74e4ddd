// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/upstreammonitor.h"
#include "oci/auth/caller.h"
#include "oci/http/replystream.h"

#include <QFuture>

#include <memory>

namespace oci {

//! An accepted answer, read whole.
struct WholeReply {
    ResponseHead head;
    QByteArray body;
};

//! Sends requests with the credential of one connection.
//!
//! HTTP/1.1 without redirects, cookies, caches and content codings; the URL and the body go out
//! as they were signed. The pool, which is used in this thread only, the provider and the clock
//! outlive it; streams that it hands out must not outlive it. Neither headers nor bodies are
//! logged. (QNetworkAccessManager has no switch for TCP_NODELAY; with TLS head and body leave in
//! one write, so that Nagle's algorithm holds nothing back.)
class SignedClient final : public QObject
{
    Q_OBJECT

public:
    SignedClient(NetworkPool &network, AuthProvider &auth, const core::Clock &clock,
                 ClientSettings settings = {}, QObject *parent = nullptr);
    //! What fetch() and letEnd() have under way is given up.
    ~SignedClient() override;

    //! The same client for requests that somebody else is asked to answer where they fail: they are
    //! sent once. Connections, circuits and counts are this one's, which outlives it.
    [[nodiscard]] std::unique_ptr<SignedClient> withoutRetries();

    //! Not started yet: connect, then `start()`.
    [[nodiscard]] std::unique_ptr<ReplyStream> stream(OutgoingRequest request) const;
    //! Sends at once. Cancelling the future closes the connection. An answer longer than
    //! ClientSettings::longestBody is ErrorCode::TooLarge.
    QFuture<core::Result<WholeReply>> fetch(OutgoingRequest request);
    //! Reads the little that may still come after a stream's last event, so that its connection
    //! can be used again, and lets go of it after a second at most.
    void letEnd(std::unique_ptr<ReplyStream> stream);

    [[nodiscard]] bool isBearer() const { return m_wiring.auth.isBearer(); }
    [[nodiscard]] Caller caller() const { return m_wiring.auth.caller(); }
    //! How its traffic is going.
    [[nodiscard]] core::UpstreamReport report() const;
    [[nodiscard]] const ClientSettings &settings() const { return m_wiring.settings; }

private:
    struct Shared {
        SpareConnections spares = SpareConnections();
        CircuitBreaker breaker;
        core::UpstreamReport traffic = {};
    };

    explicit SignedClient(Wiring wiring) : m_wiring(std::move(wiring)) { }

    std::unique_ptr<Shared> m_shared; //!< null: another client has it
    Wiring m_wiring;
};

} // namespace oci
