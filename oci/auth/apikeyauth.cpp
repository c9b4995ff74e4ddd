// SPDX-License-Identifier: MIT
#include "oci/auth/apikeyauth.h"

namespace oci {

ApiKeyAuth::ApiKeyAuth(QByteArrayView tenancy, QByteArrayView user, PrivateKey key,
                       const core::Clock &clock, QThreadPool &pool)
    : m_key(std::move(key))
    , m_keyId(apiKeyId(tenancy, user, m_key.fingerprint()))
    , m_signer(clock, pool)
{
}

QFuture<core::Result<core::http::Headers>> ApiKeyAuth::authorize(const OutgoingRequest &request)
{
    return m_signer.sign(request, m_keyId, m_key);
}

} // namespace oci
