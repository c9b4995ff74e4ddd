// SPDX-License-Identifier: MIT
#include "oci/auth/profilekey.h"

#include "oci/config/environmentprofile.h"
#include "oci/config/privatefile.h"
#include "oci/config/profilecheck.h"

using namespace Qt::StringLiterals;
using core::Error;
using core::Result;
using core::Secret;

namespace oci {

namespace {

constexpr qsizetype maxKeySize = 64 * 1024;

//! The PEM, and a warning if there is one.
Result<PrivateFile> keyText(const Profile &profile, const ConfigFile &file,
                            const QProcessEnvironment &environment)
{
    if (Secret text = keyContentOf(environment); !text.isEmpty())
        return PrivateFile{.bytes = std::move(text)};
    if (profile.hasKeyContent)
        return PrivateFile{.bytes = file.keyContent(profile.name)};
    return readPrivateFile(profile.keyFile, maxKeySize, environment)
            .transform_error([&profile](Error error) {
                error.message =
                        u"The key of profile [%1] cannot be read: %2. Correct key_file, or put the "
                        "private key there"_s.arg(profile.name, error.message);
                return error;
            });
}

Secret passPhrase(const Profile &profile, const ConfigFile &file,
                  const QProcessEnvironment &environment, const Secret &given)
{
    if (!given.isEmpty())
        return given.clone();
    Secret ofEnvironment = passPhraseOf(environment);
    return ofEnvironment.isEmpty() ? file.passPhrase(profile.name) : std::move(ofEnvironment);
}

} // namespace

Result<ProfileKey> loadKey(const Profile &profile, const ConfigFile &file,
                           const QProcessEnvironment &environment, const Secret &given)
{
    const auto text = keyText(profile, file, environment);
    if (!text)
        return std::unexpected(text.error());
    auto key = PrivateKey::fromPem(text->bytes.reveal(),
                                   passPhrase(profile, file, environment, given));
    if (!key) {
        Error error = key.error();
        error.message = u"The key of profile [%1]: %2"_s.arg(profile.name, error.message);
        return std::unexpected(error);
    }
    QStringList warnings;
    for (const QString &warning :
         {text->warning, fingerprintWarning(profile, key->fingerprint())}) {
        if (!warning.isEmpty())
            warnings += warning;
    }
    return ProfileKey{.key = *std::move(key), .warnings = warnings};
}

} // namespace oci
