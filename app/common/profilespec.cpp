// SPDX-License-Identifier: MIT
#include "app/common/profilespec.h"

#include "oci/auth/profilekey.h"
#include "oci/config/environmentprofile.h"
#include "oci/config/profilecheck.h"
#include "oci/config/regiontable.h"

#include <QDir>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;

namespace app {

namespace {

oci::Endpoints endpointsOf(const Settings &settings, oci::RegionTable regions)
{
    return oci::Endpoints(std::move(regions), settings.endpointTemplate,
                          settings.inferenceEndpoint);
}

std::unexpected<Error> unauthorized(const QString &message)
{
    return std::unexpected(Error{.code = ErrorCode::Unauthorized, .message = message});
}

} // namespace

QString problemOf(const oci::Profile &profile, const Settings &settings)
{
    if (settings.authType != AuthType::ApiKey) {
        if (!profile.securityTokenFile.isEmpty())
            return u"It signs in with a session token, which this version cannot do yet."_s;
        if (!profile.authenticationType.isEmpty() && profile.authenticationType != "api_key"_L1) {
            return u"It signs in by %1, which this version cannot do yet."_s.arg(
                    profile.authenticationType);
        }
    }
    const auto checked = oci::checkForApiKey(profile);
    return checked ? QString() : checked.error().message;
}

Result<LoadedProfile> loadProfile(const oci::Profile &profile, const oci::ConfigFile &file,
                                  const core::Secret &given, bool isChosen,
                                  const Settings &settings, const QProcessEnvironment &environment)
{
    oci::Profile effective =
            isChosen ? oci::withEnvironment(profile, environment, QDir::homePath()) : profile;
    if (!settings.region.isEmpty())
        effective.region = settings.region;
    const QProcessEnvironment ofKey = isChosen ? environment : QProcessEnvironment();
    if (!oci::keyContentOf(ofKey).isEmpty())
        effective.hasKeyContent = true;
    if (const QString problem = problemOf(effective, settings); !problem.isEmpty())
        return unauthorized(u"Profile %1: %2"_s.arg(profile.name, problem));
    auto key = oci::loadKey(effective, file, ofKey, given);
    if (!key)
        return std::unexpected(key.error());

    LoadedProfile loaded{.warnings = key->warnings};
    auto regions = oci::RegionTable::from(environment, QDir::homePath());
    loaded.warnings += regions.warnings();
    const auto region = regions.resolve(effective.region);
    if (!region)
        return std::unexpected(region.error());
    loaded.spec = {.id = u"profile:"_s + profile.name,
                   .name = profile.name,
                   .region = region->identifier,
                   .compartment = settings.compartment.isEmpty() ? effective.tenancy
                                                                 : settings.compartment,
                   .project = settings.project,
                   .endpoints = endpointsOf(settings, std::move(regions)),
                   .caBundle = settings.caBundle,
                   .tenancy = effective.tenancy,
                   .user = effective.user,
                   .key = std::move(key->key)};
    return loaded;
}

ConnectionSpec specOf(const BearerConnection &bearer, const Settings &settings)
{
    return {.id = u"bearer:"_s + bearer.name,
            .name = bearer.name,
            .kind = core::ConnectionInfo::Kind::BearerKey,
            .region = settings.region,
            .compartment = settings.compartment,
            .project = settings.project,
            .caBundle = settings.caBundle,
            .bearerKey = bearer.key,
            .baseUrl = bearer.baseUrl,
            .models = bearer.models,
            .isAllowlist = settings.modelListMode == ModelListMode::Allowlist};
}

} // namespace app
