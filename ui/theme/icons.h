// SPDX-License-Identifier: MIT
#pragma once

#include <QColor>
#include <QIcon>
#include <QString>

#include <functional>

namespace ui {

//! An icon from resources/icons, drawn in the colour that `ink` names at the moment of painting,
//! so that it follows a change of theme, and is sharp at every scale.
[[nodiscard]] QIcon tintedIcon(const QString &name, std::function<QColor(bool enabled)> ink);

} // namespace ui
