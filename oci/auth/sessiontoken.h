// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "core/secret.h"
#include "oci/auth/jwt.h"
#include "oci/auth/privatekey.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QDateTime>

#include <memory>

namespace oci {

//! The token of a person's session: a JWT whose bearer must also have the session's key (protocol
//! reference, 3.2).
//!
//! A value; copies share the text, and the last one wipes it. Nothing is verified: that is the
//! service's to do. The claims are what the token says of itself.
class SessionToken
{
public:
    //! Reads what a token file or an answer holds, as readJwt() does. A token that does not say
    //! when it expires is refused, too.
    [[nodiscard]] static core::Result<SessionToken> read(QByteArrayView text);

    //! The JWT itself: a secret.
    [[nodiscard]] QByteArrayView text() const { return m_text->reveal(); }
    //! "ST$<JWT>": a secret, too.
    [[nodiscard]] QByteArray keyId() const;

    [[nodiscard]] const QDateTime &expires() const { return m_claims.expiresAt; } //!< always valid
    [[nodiscard]] const JwtClaims &claims() const { return m_claims; }

    //! Whether it was made for this key; true also where it does not say for which.
    [[nodiscard]] bool isFor(const PrivateKey &key) const;

    //! Whether the two are the same text.
    bool operator==(const SessionToken &other) const { return m_text->equals(other.text()); }

private:
    SessionToken() = default;

    std::shared_ptr<const core::Secret> m_text;
    JwtClaims m_claims;
};

} // namespace oci
