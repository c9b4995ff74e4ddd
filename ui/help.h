// SPDX-License-Identifier: MIT
#pragma once

class QWidget;

namespace ui {

//! A table of the keys that do something, over the window.
void showShortcuts(QWidget *window);
//! What this program is.
void showAbout(QWidget *window);

} // namespace ui
