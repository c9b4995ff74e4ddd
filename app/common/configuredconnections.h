// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/connectionspec.h"
#include "app/common/settings.h"

#include <QList>
#include <QProcessEnvironment>

namespace app {

//! The connections that files and environment configure for a run without a window: the chosen
//! profile of the OCI configuration file, then the bearer-key connections. Warnings go to the log.
//!
//! None at all is an error that says how to configure one and names --demo.
[[nodiscard]] core::Result<QList<ConnectionSpec>>
configuredConnections(const Settings &settings, const QProcessEnvironment &environment);

} // namespace app
