// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/clock.h"
#include "oci/auth/authprovider.h"
#include "oci/auth/instanceidentity.h"

#include <optional>

namespace oci {

//! The body of POST /v1/x509, compact, in the order of protocol reference 4.3.
[[nodiscard]] QByteArray federationBody(const InstanceIdentity &identity,
                                        const PrivateKey &session);

//! As signedHeaders(), but by the leaf certificate's key and without `host` among the names
//! (protocol reference, 4.2 step 5).
[[nodiscard]] core::Result<core::http::Headers> federationHeaders(const OutgoingRequest &request,
                                                                  const InstanceIdentity &identity,
                                                                  const QDateTime &now);

//! The token in the answer `{"token":"…"}`, without "ST$"; anything else is an
//! ErrorCode::Protocol that names the `service`, e.g. "OKE".
[[nodiscard]] core::Result<QByteArray> readTokenAnswer(QByteArrayView body, const QString &service);

//! Signs the federation call with the identity of the moment. The clock outlives it.
class FederationAuth final : public AuthProvider
{
public:
    explicit FederationAuth(const core::Clock &clock) : m_clock(clock) { }

    void setIdentity(const InstanceIdentity &identity) { m_identity = identity; }
    //! Takes 0.7 ms of CPU here and now: it happens a few times an hour.
    QFuture<core::Result<core::http::Headers>> authorize(const OutgoingRequest &request) override;
    [[nodiscard]] bool isBearer() const override { return false; }

private:
    const core::Clock &m_clock;
    std::optional<InstanceIdentity> m_identity;
};

} // namespace oci
