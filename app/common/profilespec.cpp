// SPDX-License-Identifier: MIT
#include "app/common/profilespec.h"

#include "app/common/principalspec.h"
#include "oci/auth/sessionfiles.h"
#include "oci/config/ocid.h"
#include "oci/config/profilecheck.h"
#include "oci/config/regiontable.h"

#include <QDir>

using namespace Qt::StringLiterals;
using core::Result;

namespace app {

namespace {

oci::Endpoints endpointsOf(const Settings &settings, oci::RegionTable regions)
{
    return oci::Endpoints(std::move(regions), settings.endpointTemplate,
                          settings.inferenceEndpoint);
}

} // namespace

QString catalogFolder(const Settings &settings)
{
    return settings.dataDir.isEmpty() ? QString() : settings.dataDir + u"/catalog"_s;
}

bool usesSession(const oci::Profile &profile, const Settings &settings)
{
    if (settings.authType != AuthType::FromProfile)
        return settings.authType == AuthType::SecurityToken;
    const auto type = readAuthType(profile.authenticationType, {});
    return type == AuthType::SecurityToken ||
           (!profile.securityTokenFile.isEmpty() && !(type && isPrincipal(*type)));
}

QString problemOf(const oci::Profile &profile, const Settings &settings)
{
    if (principalOf(profile, settings))
        return {};
    if (usesSession(profile, settings)) {
        const auto checked = oci::checkForSessionToken(profile);
        return checked ? QString() : checked.error().message;
    }
    if (settings.authType != AuthType::ApiKey && !profile.authenticationType.isEmpty() &&
        readAuthType(profile.authenticationType, {}) != AuthType::ApiKey) {
        return u"It signs in by %1, which this version cannot do yet."_s.arg(
                profile.authenticationType);
    }
    const auto checked = oci::checkForApiKey(profile);
    return checked ? QString() : checked.error().message;
}

Result<LoadedProfile> specOf(const oci::Profile &profile, oci::ProfileKey key,
                             const Settings &settings, const QProcessEnvironment &environment)
{
    LoadedProfile loaded{.warnings = key.warnings};
    auto regions = oci::RegionTable::from(environment, QDir::homePath());
    loaded.warnings += regions.warnings();
    const auto region = regions.resolve(profile.region);
    if (!region)
        return std::unexpected(region.error());
    loaded.spec = {.id = profilePrefix + profile.name,
                   .name = profile.name,
                   .region = region->identifier,
                   .compartment =
                           settings.compartment.isEmpty() ? profile.tenancy : settings.compartment,
                   .project = settings.project,
                   .endpoints = endpointsOf(settings, std::move(regions)),
                   .caBundle = settings.caBundle,
                   .cacheFolder = catalogFolder(settings),
                   .routes = oci::overridesFor(settings.routes, profile.name),
                   .tenancy = profile.tenancy,
                   .user = profile.user,
                   .key = std::move(key.key)};
    return loaded;
}

void addSession(LoadedProfile &loaded, const oci::Profile &profile,
                std::function<Result<oci::PrivateKey>()> loadKey,
                const QProcessEnvironment &environment, const QDateTime &now)
{
    ConnectionSpec &spec = loaded.spec;
    spec.session = {.profile = profile.name,
                    .region = spec.region,
                    .tokenFile = profile.securityTokenFile,
                    .keyFile = profile.hasKeyContent ? QString() : profile.keyFile,
                    .loadKey = std::move(loadKey),
                    // the region has been resolved, so that there is a host
                    .authBase =
                            spec.endpoints.base(oci::Service::Auth, spec.region).value_or(QUrl())};
    loaded.warnings += oci::sessionWarnings(*spec.session, environment, now);
}

ConnectionSpec specOf(const BearerConnection &bearer, const Settings &settings)
{
    // A key counts in one region, which its URL names; OCI_REGION may be another connection's.
    const QString region = oci::regionOfUrl(bearer.baseUrl);
    return {.id = bearerPrefix + bearer.name,
            .name = bearer.name,
            .kind = core::ConnectionInfo::Kind::BearerKey,
            .region = region.isEmpty() ? settings.region : region,
            .compartment = settings.compartment,
            .project = settings.project,
            .caBundle = settings.caBundle,
            .routes = oci::overridesFor(settings.routes, bearer.name),
            .bearerKey = bearer.key,
            .baseUrl = bearer.baseUrl,
            .models = bearer.models,
            .isAllowlist = settings.modelListMode == ModelListMode::Allowlist};
}

} // namespace app
