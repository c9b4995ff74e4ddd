// SPDX-License-Identifier: MIT
#include "oci/auth/sessiontoken.h"

#include "oci/auth/signingstring.h"

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;

namespace oci {

Result<SessionToken> SessionToken::read(QByteArrayView text)
{
    auto claims = readJwt(text);
    if (!claims)
        return std::unexpected(claims.error());
    if (!claims->expiresAt.isValid()) {
        return std::unexpected(
                Error{.code = ErrorCode::Unauthorized,
                      .message = u"The token cannot be read: it does not say when it expires"_s});
    }
    SessionToken result;
    result.m_text = std::make_shared<const core::Secret>(bareJwt(text));
    result.m_claims = *std::move(claims);
    return result;
}

QByteArray SessionToken::keyId() const
{
    return sessionKeyId(text());
}

bool SessionToken::isFor(const PrivateKey &key) const
{
    return m_claims.modulus.isEmpty() || m_claims.modulus == key.publicKey().modulus();
}

} // namespace oci
