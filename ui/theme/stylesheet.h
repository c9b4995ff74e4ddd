// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace ui {

struct Colors;

//! The rules for Qt's own widgets: buttons, fields, lists, menus, scroll bars. What is particular
//! to this program paints itself.
[[nodiscard]] QString styleSheetFrom(const Colors &colors);

} // namespace ui
