// SPDX-License-Identifier: MIT
#include "app/common/configuredconnections.h"

#include "app/common/profilespec.h"
#include "oci/config/configfile.h"
#include "oci/config/configlocation.h"
#include "oci/config/environmentprofile.h"
#include "oci/config/privatefile.h"

#include <QDir>
#include <QLoggingCategory>

using namespace Qt::StringLiterals;
using core::Result;

Q_STATIC_LOGGING_CATEGORY(log, "app.config")

namespace app {

namespace {

void warn(const QStringList &warnings)
{
    for (const QString &warning : warnings) {
        if (!warning.isEmpty())
            qCWarning(log).noquote() << warning;
    }
}

struct FoundProfile {
    oci::Profile profile;
    ProfileSecrets secrets;
};

Result<FoundProfile> readProfile(const oci::ConfigLocation &location,
                                 const QProcessEnvironment &environment)
{
    const auto file = oci::readPrivateFile(location.file, oci::ConfigFile::maxSize, environment);
    if (!file)
        return std::unexpected(file.error());
    warn({file->warning});
    const auto config = oci::ConfigFile::parse(file->bytes.reveal(), QDir::homePath());
    if (!config)
        return unusable(u"%1: %2"_s.arg(location.file, config.error().message));
    warn(config->warnings());
    auto profile = config->profile(location.profile);
    if (!profile)
        return unusable(u"%1: %2"_s.arg(location.file, profile.error().message));
    return FoundProfile{*std::move(profile),
                        {.passPhrase = config->passPhrase(location.profile),
                         .keyContent = config->keyContent(location.profile)}};
}

Result<ConnectionSpec> signedConnection(const oci::ConfigLocation &location, const Settings &settings,
                                        const QProcessEnvironment &environment)
{
    FoundProfile found;
    if (!location.file.isEmpty()) {
        auto read = readProfile(location, environment);
        if (!read)
            return std::unexpected(read.error());
        found = *std::move(read);
    } else {
        found.profile.name = u"environment"_s;
    }
    found.profile = oci::withEnvironment(found.profile, environment, QDir::homePath());
    if (auto passPhrase = oci::passPhraseOf(environment); !passPhrase.isEmpty())
        found.secrets.passPhrase = std::move(passPhrase);
    if (auto content = oci::keyContentOf(environment); !content.isEmpty())
        found.secrets.keyContent = std::move(content);

    return loadProfile(found.profile, found.secrets, settings, environment)
            .transform([](const LoadedProfile &loaded) {
                warn(loaded.warnings);
                return loaded.spec;
            });
}

} // namespace

Result<QList<ConnectionSpec>> configuredConnections(const Settings &settings,
                                                    const QProcessEnvironment &environment)
{
    QList<ConnectionSpec> specs;
    if (settings.authType != AuthType::GenAiApiKey) {
        const auto location = oci::configLocation(environment, QDir::homePath());
        if (!location)
            return std::unexpected(location.error());
        const bool isWanted = !location->file.isEmpty() || settings.authType == AuthType::ApiKey
                || !oci::keyContentOf(environment).isEmpty();
        if (isWanted) {
            auto spec = signedConnection(*location, settings, environment);
            if (!spec)
                return std::unexpected(spec.error());
            specs.append(*std::move(spec));
        }
    }
    for (const BearerConnection &bearer : settings.bearerConnections)
        specs.append(specOf(bearer, settings));

    if (specs.isEmpty() && settings.authType == AuthType::GenAiApiKey)
        return unusable(u"AUTH_TYPE is GENAI_API_KEY, but ORACLE_API_KEY and ORACLE_BASE_URL are not set"_s);
    if (specs.isEmpty()) {
        return unusable(u"No OCI configuration found: make ~/.oci/config, set ORACLE_BASE_URL and "
                        "ORACLE_API_KEY, or try it offline with --demo"_s);
    }
    return specs;
}

} // namespace app
