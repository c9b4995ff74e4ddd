// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/settings.h"

#include <QProcessEnvironment>

namespace app {

//! Takes over what the environment says. The names include those of other gateways, so that who
//! moves here keeps the environment that they have (docs/configuration.md lists all).
//!
//! Which OCI configuration file and profile is meant is not read here but by oci/config.
[[nodiscard]] core::Result<void> applyEnvironment(const QProcessEnvironment &environment,
                                                  Settings &settings);

} // namespace app
