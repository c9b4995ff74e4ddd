// SPDX-License-Identifier: MIT
#include "oci/auth/keptsession.h"

#include "oci/auth/keyfiles.h"
#include "oci/config/privatefile.h"

#include <QDir>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;

namespace oci {

Result<Profile> keepSession(const SessionPair &session, const QString &profile,
                            const QString &region, const QString &folder)
{
    const JwtClaims &claims = session.token.claims();
    if (!isProfileName(profile))
        return std::unexpected(notAProfileName(profile));
    if (claims.tenancy.isEmpty()) {
        return std::unexpected(
                Error{.code = ErrorCode::Protocol,
                      .message = u"The token does not say of which tenancy it is"_s});
    }
    const QString path = QDir(folder).filePath(profile);
    const auto files = writeKeyFiles(session.key, path, ExistingKey::Replace);
    if (!files)
        return std::unexpected(files.error());
    const QString tokenFile = QDir(path).filePath(u"token"_s);
    // The token last: programs that watch the files then find the pair whole.
    if (const auto written = writePrivateFile(tokenFile, core::Secret(session.token.text()));
        !written)
        return std::unexpected(written.error());
    return Profile{.name = profile,
                   .tenancy = claims.tenancy,
                   .fingerprint = QString::fromLatin1(files->fingerprint),
                   .keyFile = files->privateKey,
                   .region = region,
                   .securityTokenFile = tokenFile};
}

ProfileEntries entriesOf(const Profile &session)
{
    return {{u"fingerprint"_s, session.fingerprint},
            {u"key_file"_s, session.keyFile},
            {u"tenancy"_s, session.tenancy},
            {u"region"_s, session.region},
            {u"security_token_file"_s, session.securityTokenFile},
            {u"key_content"_s, std::nullopt}}; // it would count for more than key_file
}

} // namespace oci
