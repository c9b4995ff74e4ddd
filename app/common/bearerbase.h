// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"

#include <QString>
#include <QUrl>

namespace app {

//! The base URL of a connection with a bearer key: https, but for this computer's own services.
//! `source` names where it was given; the error does not repeat the value, which may be the key in
//! the wrong place.
[[nodiscard]] core::Result<QUrl> readBearerBase(const QString &text, const QString &source);

} // namespace app
