// SPDX-License-Identifier: MIT
#pragma once

#include <QStringList>

class QComboBox;

//! What the forms that make a profile have in common.
namespace ui {

//! Offers the regions; another may be typed.
void offerRegions(QComboBox &box, const QStringList &regions, const QString &current);

//! What is wrong with a profile's name.
[[nodiscard]] QString profileTaken(const QString &profile);
[[nodiscard]] QString profileUnfit();

} // namespace ui
