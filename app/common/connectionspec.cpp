// SPDX-License-Identifier: MIT
#include "app/common/connectionspec.h"

#include <algorithm>

namespace app {

namespace {

bool sameKey(const std::optional<oci::PrivateKey> &a, const std::optional<oci::PrivateKey> &b)
{
    return a.has_value() == b.has_value() && (!a || a->fingerprint() == b->fingerprint());
}

bool sameSecret(const std::shared_ptr<const core::Secret> &a,
                const std::shared_ptr<const core::Secret> &b)
{
    return (a == nullptr) == (b == nullptr) && (!a || a->equals(b->reveal()));
}

bool samePlaces(const ConnectionSpec &a, const ConnectionSpec &b)
{
    using oci::Service;
    return std::ranges::all_of(
            std::initializer_list<Service>{Service::Inference, Service::Management,
                                           Service::Identity, Service::Auth, Service::DataScience,
                                           Service::ModelDeployment},
            [&](Service service) {
                const auto place = a.endpoints.base(service, a.region);
                const auto other = b.endpoints.base(service, b.region);
                return place.has_value() == other.has_value() && (!place || *place == *other);
            });
}

} // namespace

bool ConnectionSpec::operator==(const ConnectionSpec &other) const
{
    // How a session's key is read cannot be compared. What a principal reads are files and
    // variables that it looks at itself.
    if (session || other.session || principal.has_value() != other.principal.has_value())
        return false;
    if (principal && principal->delegationTokenFile != other.principal->delegationTokenFile)
        return false;
    return id == other.id && name == other.name && kind == other.kind && region == other.region &&
           compartment == other.compartment && project == other.project &&
           caBundle == other.caBundle && cacheFolder == other.cacheFolder &&
           routes == other.routes && tenancy == other.tenancy && user == other.user &&
           baseUrl == other.baseUrl && models == other.models && isAllowlist == other.isAllowlist &&
           sameKey(key, other.key) && sameSecret(bearerKey, other.bearerKey) &&
           samePlaces(*this, other);
}

} // namespace app
