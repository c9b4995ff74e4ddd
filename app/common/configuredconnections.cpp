// SPDX-License-Identifier: MIT
#include "app/common/configuredconnections.h"

#include "app/common/profilesource.h"

#include <QLoggingCategory>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::Result;

namespace app {

namespace {

Q_LOGGING_CATEGORY(log, "app.config")

void warn(const QStringList &warnings)
{
    for (const QString &warning : warnings)
        qCWarning(log).noquote() << warning;
}

QString wordsOf(const oci::RouteOverride &route)
{
    return u"The route of '%1/%2'"_s.arg(route.connection, route.pattern);
}

//! Routes are read before the connections are known.
Result<void> checkRoutes(const Settings &settings, const QStringList &profiles)
{
    for (const oci::RouteOverride &route : settings.routes) {
        if (route.connection.isEmpty() || profiles.contains(route.connection))
            continue;
        const bool isBearer = std::ranges::any_of(
                settings.bearerConnections,
                [&route](const BearerConnection &each) { return each.name == route.connection; });
        if (isBearer && route.transport == oci::Transport::OpenAi)
            continue;
        if (isBearer) {
            return unusable(wordsOf(route) + u" cannot be followed: an API key reaches the "
                                             "OpenAI-compatible endpoint alone (openai)"_s);
        }
        return unusable(wordsOf(route) + u" names a connection that is not configured"_s);
    }
    return {};
}

Result<QList<ConnectionSpec>> allOf(const QStringList &names, const ProfileSource &profiles)
{
    QList<ConnectionSpec> specs;
    for (const QString &name : names) {
        const auto loaded = profiles.load(profilePrefix + name, {});
        if (!loaded)
            return std::unexpected(loaded.error());
        warn(loaded->warnings);
        specs.append(loaded->spec);
    }
    return specs;
}

} // namespace

Result<QList<ConnectionSpec>> configuredConnections(const Settings &settings,
                                                    const QProcessEnvironment &environment)
{
    QList<ConnectionSpec> specs;
    QStringList names;
    if (settings.authType != AuthType::GenAiApiKey) {
        const ProfileSource profiles(settings, environment);
        if (profiles.problem())
            return std::unexpected(*profiles.problem());
        warn(profiles.warnings());
        for (const core::ConnectionInfo &each : profiles.connections())
            names.append(each.name);
        // A variable that names one counts more than a file that names several.
        if (!settings.profiles.isEmpty() && !profiles.isNamed() &&
            !isPrincipal(settings.authType)) {
            auto all = allOf(settings.profiles, profiles);
            if (!all)
                return all;
            specs = *std::move(all);
        } else if (const QString chosen = profiles.chosen(); !chosen.isEmpty()) {
            const auto loaded = profiles.load(chosen, {});
            // A profile that nobody asked for by name does not stop a key that is complete.
            const bool isNeeded = settings.bearerConnections.isEmpty() ||
                                  settings.authType != AuthType::FromProfile || profiles.isNamed();
            if (!loaded && isNeeded)
                return std::unexpected(loaded.error());
            if (loaded) {
                warn(loaded->warnings);
                specs.append(loaded->spec);
            } else {
                warn({u"The profile is left out: "_s + loaded.error().message});
            }
        }
    }
    for (const BearerConnection &bearer : settings.bearerConnections)
        specs.append(specOf(bearer, settings));

    if (const auto fine = checkRoutes(settings, names); !fine)
        return std::unexpected(fine.error());
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
