// SPDX-License-Identifier: MIT
#pragma once

#include "oci/auth/requestsigner.h"

namespace oci {

//! Signs with a user's API key (protocol reference, 2).
//!
//! The key id has the fingerprint computed from the key itself, which is what the service has
//! made of it, whatever the configuration file says. Destroying the provider cancels signatures
//! under way. See signedHeaders() for the headers that it gives.
class ApiKeyAuth final : public AuthProvider
{
public:
    //! Tenancy and user are OCIDs. The clock and the pool outlive the provider.
    ApiKeyAuth(QByteArrayView tenancy, QByteArrayView user, PrivateKey key,
               const core::Clock &clock, QThreadPool &pool);

    QFuture<core::Result<core::http::Headers>> authorize(const OutgoingRequest &request) override;
    [[nodiscard]] bool isBearer() const override { return false; }
    [[nodiscard]] QByteArray keyId() const { return m_keyId; }

private:
    PrivateKey m_key;
    QByteArray m_keyId;
    RequestSigner m_signer;
};

} // namespace oci
