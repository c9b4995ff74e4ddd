// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/connectionspec.h"
#include "app/common/settings.h"

#include <QList>
#include <QProcessEnvironment>

namespace app {

//! The connections that files and environment configure for a run without a window: the principal
//! that AUTH_TYPE names or the chosen profile of the OCI configuration file, then the bearer-key
//! connections. Warnings go to the log. A principal may still have to say where it is: see
//! PrincipalLookup.
//!
//! None at all is an error that says how to configure one and names --demo.
[[nodiscard]] core::Result<QList<ConnectionSpec>>
configuredConnections(const Settings &settings, const QProcessEnvironment &environment);

} // namespace app
