// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QUrl>

namespace ui {

//! A command for a POSIX shell that asks the gateway something. Both texts are quoted for it.
[[nodiscard]] QString curlLine(const QUrl &baseUrl, const QString &key, const QString &model);

} // namespace ui
