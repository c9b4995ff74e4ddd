// SPDX-License-Identifier: MIT
#include "oci/auth/principal.h"

using namespace Qt::StringLiterals;
using core::Result;

namespace oci {

namespace {

struct SourceMaker {
    std::unique_ptr<CredentialSource> operator()(const InstanceItself & /*itself*/) const
    {
        return std::make_unique<InstancePrincipal>(network, clock, pool, instance);
    }
    std::unique_ptr<CredentialSource> operator()(const ResourceSettings &resource) const
    {
        return std::make_unique<ResourcePrincipal>(resource);
    }
    std::unique_ptr<CredentialSource> operator()(const ResourceExchangeSettings &resource) const
    {
        return std::make_unique<ResourceExchange>(network, clock, pool, resource, instance);
    }
    std::unique_ptr<CredentialSource> operator()(const WorkloadSettings &workload) const
    {
        return std::make_unique<WorkloadIdentity>(clock, pool, workload);
    }

    const InstanceSettings &instance;
    NetworkPool &network;
    const core::Clock &clock;
    QThreadPool &pool;
};

} // namespace

Result<PrincipalSettings> resourcePrincipalFrom(const QProcessEnvironment &environment,
                                                InstanceSettings instance)
{
    PrincipalSettings settings{.instance = std::move(instance)};
    if (environment.value(u"OCI_RESOURCE_PRINCIPAL_VERSION"_s).trimmed() == "1.1"_L1) {
        auto resource = resourceExchangeSettings(environment);
        if (!resource)
            return std::unexpected(resource.error());
        settings.who = *std::move(resource);
        return settings;
    }
    auto resource = resourceSettings(environment);
    if (!resource)
        return std::unexpected(resource.error());
    settings.who = *std::move(resource);
    return settings;
}

std::unique_ptr<PrincipalAuth> principalAuth(const PrincipalSettings &settings,
                                             NetworkPool &network, const core::Clock &clock,
                                             QThreadPool &pool)
{
    TokenTiming timing;
    if (std::holds_alternative<WorkloadSettings>(settings.who))
        timing.share = WorkloadIdentity::renewalShare;
    return std::make_unique<PrincipalAuth>(
            std::visit(SourceMaker{settings.instance, network, clock, pool}, settings.who), clock,
            pool, std::move(timing), settings.delegationTokenFile);
}

} // namespace oci
