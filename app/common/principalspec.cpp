// SPDX-License-Identifier: MIT
#include "app/common/principalspec.h"

#include "oci/config/configfile.h"
#include "oci/config/ocid.h"

#include <QDir>

using namespace Qt::StringLiterals;
using core::Result;

namespace app {

namespace {

constexpr auto delegationVariable = "OCI_CLI_DELEGATION_TOKEN_FILE"_L1;

QString nameOf(AuthType type)
{
    switch (type) {
    case AuthType::ResourcePrincipal:
        return u"resource"_s;
    case AuthType::OkeWorkloadIdentity:
        return u"workload"_s;
    case AuthType::DelegationToken:
        return u"delegation"_s;
    case AuthType::InstancePrincipal:
    case AuthType::FromProfile:
    case AuthType::ApiKey:
    case AuthType::SecurityToken:
    case AuthType::GenAiApiKey:
        break;
    }
    return u"instance"_s;
}

QString detailOf(AuthType type)
{
    if (type == AuthType::ResourcePrincipal)
        return u"Resource principal"_s;
    if (type == AuthType::OkeWorkloadIdentity)
        return u"OKE workload identity"_s;
    if (type == AuthType::DelegationToken)
        return u"Delegation token"_s;
    return u"Instance principal"_s;
}

//! Who it is, by the variables around the program.
Result<oci::PrincipalSettings> principalFrom(AuthType type, const QProcessEnvironment &environment,
                                             oci::InstanceSettings instance,
                                             const oci::Profile &profile)
{
    oci::PrincipalSettings principal{.instance = std::move(instance)};
    if (type == AuthType::ResourcePrincipal)
        return oci::resourcePrincipalFrom(environment, std::move(principal.instance));
    if (type == AuthType::OkeWorkloadIdentity) {
        auto workload = oci::workloadSettings(environment);
        if (!workload)
            return std::unexpected(workload.error());
        principal.who = *std::move(workload);
    }
    if (type == AuthType::DelegationToken) {
        principal.delegationTokenFile = oci::expandedPath(
                environment.value(delegationVariable).trimmed(), QDir::homePath());
        if (principal.delegationTokenFile.isEmpty())
            principal.delegationTokenFile = profile.delegationTokenFile;
        if (principal.delegationTokenFile.isEmpty()) {
            return unusable(u"A delegation token is to be used, but neither %1 nor "
                            "delegation_token_file of the profile names its file"_s.arg(
                                    delegationVariable));
        }
    }
    return principal;
}

//! The first that is named: the settings count most, what the principal says of itself least.
QString regionOf(const oci::PrincipalSettings &principal, const Settings &settings,
                 const oci::Profile &profile)
{
    if (!settings.region.isEmpty())
        return settings.region;
    if (!profile.region.isEmpty())
        return profile.region;
    if (const auto *resource = std::get_if<oci::ResourceSettings>(&principal.who))
        return resource->region;
    if (const auto *resource = std::get_if<oci::ResourceExchangeSettings>(&principal.who))
        return resource->region;
    if (const auto *workload = std::get_if<oci::WorkloadSettings>(&principal.who))
        return workload->region;
    return {};
}

} // namespace

std::optional<AuthType> principalOf(const oci::Profile &profile, const Settings &settings)
{
    if (isPrincipal(settings.authType))
        return settings.authType;
    if (settings.authType != AuthType::FromProfile)
        return {};
    const auto type = readAuthType(profile.authenticationType, {});
    if (!type || !isPrincipal(*type))
        return {};
    // As the SDKs have it: an instance that speaks for a person.
    if (*type == AuthType::InstancePrincipal && !profile.delegationTokenFile.isEmpty())
        return AuthType::DelegationToken;
    return *type;
}

core::ConnectionInfo principalInfo(const Settings &settings)
{
    const QString name = nameOf(settings.authType);
    return {.id = principalPrefix + name,
            .name = name,
            .region = settings.region,
            .detail = detailOf(settings.authType)};
}

Result<LoadedProfile> principalSpec(AuthType type, const Settings &settings,
                                    const QProcessEnvironment &environment,
                                    const oci::Profile &profile)
{
    const auto regions = oci::RegionTable::from(environment, QDir::homePath());
    const oci::Endpoints endpoints(regions, settings.endpointTemplate, settings.inferenceEndpoint);
    auto principal = principalFrom(
            type, environment,
            {.endpoints = endpoints,
             .regions = regions,
             .metadataBase = settings.metadataEndpoint,
             .federationEndpoint = environment.value(u"OCI_CLI_FEDERATION_ENDPOINT"_s).trimmed()},
            profile);
    if (!principal)
        return std::unexpected(principal.error());

    QString region = regionOf(*principal, settings, profile);
    if (!region.isEmpty()) {
        const auto known = regions.resolve(region);
        if (!known)
            return std::unexpected(known.error());
        region = known->identifier;
    }
    if (region.isEmpty() && type == AuthType::OkeWorkloadIdentity) {
        return unusable(u"A pod does not know its region: set OCI_RESOURCE_PRINCIPAL_REGION or "
                        "OCI_REGION"_s);
    }
    const QString name = profile.name.isEmpty() ? nameOf(type) : profile.name;
    const QString compartment =
            settings.compartment.isEmpty() ? profile.tenancy : settings.compartment;
    const ConnectionSpec spec{
            .id = profile.name.isEmpty() ? principalPrefix + name : profilePrefix + name,
            .name = name,
            .region = region,
            .compartment = compartment,
            .project = settings.project,
            .endpoints = endpoints,
            .caBundle = settings.caBundle,
            .cacheFolder = catalogFolder(settings),
            .routes = oci::overridesFor(settings.routes, name),
            .tenancy = oci::isTenancy(compartment) ? compartment : profile.tenancy,
            .principal = *std::move(principal)};
    return LoadedProfile{.spec = spec, .warnings = regions.warnings()};
}

} // namespace app
