// SPDX-License-Identifier: MIT
#include "oci/auth/credentialsource.h"

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

} // namespace oci
