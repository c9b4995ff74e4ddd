// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/settings.h"

#include <QByteArrayView>

namespace app {

//! Takes over what a configuration file (a JSON object) says. A key that is not known, or a value
//! of another type, is an error that names it: a misspelt setting must not pass silently.
//! `fileName` is for the errors.
[[nodiscard]] core::Result<void> applySettingsFile(QByteArrayView json, const QString &fileName,
                                                   Settings &settings);

} // namespace app
