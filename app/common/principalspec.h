// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/profilespec.h"
#include "app/common/settings.h"
#include "oci/config/profile.h"

#include <QProcessEnvironment>

#include <optional>

namespace app {

//! What ids of connections begin with that sign in as a principal.
inline constexpr QLatin1StringView principalPrefix("principal:");

//! The principal that AUTH_TYPE names or, where that is not set, the profile's
//! `authentication_type` does, as in Cloud Shell; nothing: neither does.
[[nodiscard]] std::optional<AuthType> principalOf(const oci::Profile &profile,
                                                  const Settings &settings);

//! The entry in a list of the principal that AUTH_TYPE names.
[[nodiscard]] core::ConnectionInfo principalInfo(const Settings &settings);

//! The connection of that principal. `profile` may be empty: none of them needs a configuration
//! file. Region and compartment are empty where only the principal itself knows them: see
//! PrincipalLookup.
[[nodiscard]] core::Result<LoadedProfile> principalSpec(AuthType type, const Settings &settings,
                                                        const QProcessEnvironment &environment,
                                                        const oci::Profile &profile = {});

} // namespace app
