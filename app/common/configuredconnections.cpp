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

namespace app {

namespace {

Q_LOGGING_CATEGORY(log, "app.config")

void warn(const QStringList &warnings)
{
    for (const QString &warning : warnings) {
        if (!warning.isEmpty())
            qCWarning(log).noquote() << warning;
    }
}

Result<oci::ConfigFile> readConfig(const oci::ConfigLocation &location,
                                   const QProcessEnvironment &environment)
{
    if (location.file.isEmpty())
        return oci::ConfigFile::parse({}, QDir::homePath());
    const auto file = oci::readPrivateFile(location.file, oci::ConfigFile::maxSize, environment);
    if (!file)
        return std::unexpected(file.error());
    warn({file->warning});
    return oci::ConfigFile::parse(file->bytes.reveal(), QDir::homePath())
            .transform_error([&location](core::Error error) {
                error.message = u"%1: %2"_s.arg(location.file, error.message);
                return error;
            });
}

Result<ConnectionSpec> signedConnection(const oci::ConfigLocation &location,
                                        const Settings &settings,
                                        const QProcessEnvironment &environment)
{
    const auto config = readConfig(location, environment);
    if (!config)
        return std::unexpected(config.error());
    warn(config->warnings());
    // Without a file the variables alone make the profile.
    const auto profile = location.file.isEmpty()
                                 ? Result<oci::Profile>(oci::Profile{.name = u"environment"_s})
                                 : config->profile(location.profile);
    if (!profile)
        return std::unexpected(profile.error());
    return loadProfile(*profile, *config, {}, true, settings, environment)
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
        const bool isWanted = !location->file.isEmpty() || settings.authType == AuthType::ApiKey ||
                              !oci::keyContentOf(environment).isEmpty();
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
        return unusable(
                u"AUTH_TYPE is GENAI_API_KEY, but ORACLE_API_KEY and ORACLE_BASE_URL are not set"_s);
    if (specs.isEmpty()) {
        return unusable(u"No OCI configuration found: make ~/.oci/config, set ORACLE_BASE_URL and "
                        "ORACLE_API_KEY, or try it offline with --demo"_s);
    }
    return specs;
}

} // namespace app
