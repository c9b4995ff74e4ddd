// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

class QLabel;
class QVBoxLayout;
class QWidget;

//! What the forms of dialogs are made of. Each part belongs to `parent`.
namespace ui {

class Theme;

//! The name of a field, above it; its mnemonic leads there.
[[nodiscard]] QLabel *fieldLabel(const QString &text, QWidget *field, QWidget *parent);

//! A quiet sentence, of plain text.
[[nodiscard]] QLabel *hint(const QString &text, const Theme &theme, QWidget *parent);

//! A sentence about what is wrong; hidden while it is empty.
[[nodiscard]] QLabel *problemLabel(const QString &objectName, QWidget *parent);
void setProblem(QLabel &label, const QString &text);

//! A column without margins for a part of a form.
[[nodiscard]] QVBoxLayout *formColumn(QWidget *widget);

} // namespace ui
