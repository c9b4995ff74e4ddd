// SPDX-License-Identifier: MIT
#include "oci/auth/principal.h"

namespace oci {

namespace {

std::unique_ptr<CredentialSource> sourceFor(const PrincipalSettings &settings,
                                            QNetworkAccessManager &network,
                                            const core::Clock &clock, QThreadPool &pool)
{
    if (settings.resource)
        return std::make_unique<ResourcePrincipal>(*settings.resource);
    return std::make_unique<InstancePrincipal>(network, clock, pool, settings.instance);
}

} // namespace

std::unique_ptr<PrincipalAuth> principalAuth(const PrincipalSettings &settings,
                                             QNetworkAccessManager &network,
                                             const core::Clock &clock, QThreadPool &pool)
{
    return std::make_unique<PrincipalAuth>(sourceFor(settings, network, clock, pool), clock, pool,
                                           TokenTiming(), settings.delegationTokenFile);
}

} // namespace oci
