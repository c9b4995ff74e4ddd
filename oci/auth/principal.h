// SPDX-License-Identifier: MIT
#pragma once

#include "oci/auth/instanceprincipal.h"
#include "oci/auth/principalauth.h"
#include "oci/auth/resourceprincipal.h"

#include <memory>
#include <optional>

namespace oci {

//! A principal to sign in as. A value: each client makes a provider of its own from it.
struct PrincipalSettings {
    std::optional<ResourceSettings> resource; //!< otherwise the instance
    InstanceSettings instance;
    QString delegationTokenFile; //!< may be empty
};

//! The provider for it, in the thread of `network`, which, like clock and pool, outlives it.
[[nodiscard]] std::unique_ptr<PrincipalAuth> principalAuth(const PrincipalSettings &settings,
                                                           QNetworkAccessManager &network,
                                                           const core::Clock &clock,
                                                           QThreadPool &pool);

} // namespace oci
