// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/commandline.h"
#include "app/common/settings.h"

#include <QProcessEnvironment>

namespace app {

//! Puts file, environment and command line together, the later winning. A configuration file that
//! was named must exist; the default one need not.
[[nodiscard]] core::Result<Settings> loadSettings(const CommandLine &commandLine,
                                                  const QProcessEnvironment &environment);

//! Makes a folder that only this user can look into. An existing one is left as it is.
[[nodiscard]] core::Result<void> makePrivateFolder(const QString &path);

} // namespace app
