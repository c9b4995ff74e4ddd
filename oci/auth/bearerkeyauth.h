// SPDX-License-Identifier: MIT
#pragma once

#include "core/secret.h"
#include "oci/auth/authprovider.h"

namespace oci {

//! Sends a Generative AI API key as it is (protocol reference, 5). Nothing is signed.
class BearerKeyAuth final : public AuthProvider
{
public:
    //! Blanks and line ends around the key, as files have them, are left away.
    explicit BearerKeyAuth(const core::Secret &key) : m_key(key.reveal().trimmed()) { }

    //! One header, Authorization, which replaces any that the request has. A key that is empty
    //! or could not stand in a header is an ErrorCode::Unauthorized.
    QFuture<core::Result<core::http::Headers>> authorize(const OutgoingRequest &request) override;
    [[nodiscard]] bool isBearer() const override { return true; }
    //! A 401 says what to do about the key, a 403 or 404 what policy lets it in. No clock matters:
    //! nothing is signed.
    [[nodiscard]] core::Error explained(core::Error refusal) const override;

private:
    core::Secret m_key;
};

} // namespace oci
