// SPDX-License-Identifier: MIT
#include "oci/auth/credentialsource.h"

#include "oci/http/errormapping.h"

using namespace Qt::StringLiterals;

namespace oci {

core::Result<PrincipalCredential> credentialOf(const core::Result<QByteArray> &token,
                                               const PrivateKey &session)
{
    if (!token)
        return std::unexpected(token.error());
    const auto claims = readJwt(*token);
    if (!claims)
        return std::unexpected(claims.error());
    return PrincipalCredential{.token = *token, .key = session, .claims = *claims};
}

core::Error signInFailed(core::Error error, const QString &who, const QString &advice)
{
    error.message = u"Signing in as %1: %2"_s.arg(who, error.message);
    if (error.upstreamStatus == 0 || error.reason == QLatin1StringView(clockSkew))
        return error;
    const bool mayPass = error.upstreamStatus == 429 || error.upstreamStatus >= 500;
    error.advice = mayPass ? u"Try again in a moment."_s : advice;
    if (!mayPass)
        error.code = core::ErrorCode::Unauthorized;
    return error;
}

} // namespace oci
