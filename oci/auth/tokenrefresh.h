// SPDX-License-Identifier: MIT
#pragma once

#include "oci/auth/requestsigner.h"
#include "oci/auth/sessionsource.h"
#include "oci/http/signedclient.h"

#include <optional>

namespace oci {

//! Time bounds of the call: someone waits for it with a request in hand.
[[nodiscard]] ClientSettings refreshClientSettings();

//! Asks the service for the successor of a session token (protocol reference, 3.3). It works
//! only while the token is still valid; the key stays the same. Destroying it cancels.
class TokenRefresh
{
public:
    //! References outlive it. Lives in the thread that uses the network pool.
    TokenRefresh(const QUrl &authBase, NetworkPool &network, const core::Clock &clock,
                 QThreadPool &pool, const ClientSettings &settings);

    //! A refusal has the upstreamStatus 401: the session has ended. One at a time.
    QFuture<core::Result<SessionToken>> ask(const SessionPair &credential);

private:
    //! Signs by the credential that is being renewed, and renews nothing.
    class Signature final : public AuthProvider
    {
    public:
        Signature(const core::Clock &clock, QThreadPool &pool) : m_signer(clock, pool) { }

        QFuture<core::Result<core::http::Headers>>
        authorize(const OutgoingRequest &request) override;
        [[nodiscard]] bool isBearer() const override { return false; }

        std::optional<SessionPair> credential;

    private:
        RequestSigner m_signer;
    };

    QUrl m_url;
    Signature m_signature;
    SignedClient m_client;
};

} // namespace oci
