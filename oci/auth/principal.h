// SPDX-License-Identifier: MIT
#pragma once

#include "oci/auth/instanceprincipal.h"
#include "oci/auth/principalauth.h"
#include "oci/auth/resourceexchange.h"
#include "oci/auth/resourceprincipal.h"
#include "oci/auth/workloadidentity.h"

#include <memory>
#include <variant>

namespace oci {

//! The program runs on an instance and is it.
struct InstanceItself {
};

//! A principal to sign in as. A value: each client makes a provider of its own from it.
struct PrincipalSettings {
    std::variant<InstanceItself, ResourceSettings, ResourceExchangeSettings, WorkloadSettings> who;
    InstanceSettings instance;   //!< of the first and the third
    QString delegationTokenFile; //!< may be empty
};

//! What OCI_RESOURCE_PRINCIPAL_VERSION names: 2.2 or 1.1. Another one, and a variable that is
//! missing, are an ErrorCode::InvalidRequest that names the variable.
[[nodiscard]] core::Result<PrincipalSettings>
resourcePrincipalFrom(const QProcessEnvironment &environment, InstanceSettings instance);

//! The provider for it, in the thread of `network`, which, like clock and pool, outlives it.
[[nodiscard]] std::unique_ptr<PrincipalAuth> principalAuth(const PrincipalSettings &settings,
                                                           NetworkPool &network,
                                                           const core::Clock &clock,
                                                           QThreadPool &pool);

} // namespace oci
