// SPDX-License-Identifier: MIT
#pragma once

#include "oci/auth/federationtoken.h"
#include "oci/auth/requestsigner.h"

#include <memory>

namespace oci {

//! Signs with the session of a principal: keyId "ST$<token>" (protocol reference, 2.3), whichever
//! principal it is. Waiting requests are let in once a token is there. Destroying the provider
//! cancels everything under way. Clock and pool outlive it.
class PrincipalAuth final : public AuthProvider
{
public:
    //! `delegationTokenFile`, if not empty, holds a token on behalf of a person, which goes with
    //! each request, signed (protocol reference, 4.6). It is read each time: it may be exchanged.
    PrincipalAuth(std::unique_ptr<CredentialSource> source, const core::Clock &clock,
                  QThreadPool &pool, TokenTiming timing = {}, QString delegationTokenFile = {});

    QFuture<core::Result<core::http::Headers>> authorize(const OutgoingRequest &request) override;
    [[nodiscard]] bool isBearer() const override { return false; }
    QFuture<core::Result<void>> renew() override { return m_token.renew(); }
    //! The person that it speaks for, where there is a delegation token.
    [[nodiscard]] Caller caller() const override
    {
        return m_delegationTokenFile.isEmpty() ? m_source->caller() : Caller::Person;
    }
    //! A 401 names the principal and its remedy, a 403 or 404 the policy that it needs.
    [[nodiscard]] core::Error explained(core::Error refusal) const override;
    QFuture<core::Result<PrincipalFacts>> facts() { return m_source->facts(); }

private:
    using Headers = core::http::Headers;

    QFuture<core::Result<Headers>> sign(const OutgoingRequest &request,
                                        const PrincipalCredential &credential);

    std::unique_ptr<CredentialSource> m_source;
    FederationToken m_token;
    RequestSigner m_signer;
    QString m_delegationTokenFile;
};

} // namespace oci
