// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace ui {

//! The character that an HTML entity such as "&amp;", "&#8364;" or "&#x20ac;" stands for; the
//! entity itself where it stands for none (CommonMark 0.31, section 2.5).
[[nodiscard]] QString decodedEntity(const QString &entity);

} // namespace ui
