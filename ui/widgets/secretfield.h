// SPDX-License-Identifier: MIT
#pragma once

#include "core/secret.h"

class QLineEdit;

namespace ui {

class Theme;

//! Makes a field hide what is typed, with a button that shows it, and keeps input methods from
//! learning it.
void makeSecretField(QLineEdit &field, const Theme &theme);

//! Takes the text out of the field, without blanks at its ends where `trim`.
[[nodiscard]] core::Secret takeSecret(QLineEdit &field, bool trim = false);

} // namespace ui
