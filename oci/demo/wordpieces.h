// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>

namespace oci::demo {

//! Cuts a text into what the demo counts as tokens: a word of up to seven characters with the
//! blank before it, the same of digits, one sign, one Han character, the line breaks. Joined they
//! are the text again, and no surrogate pair is cut.
[[nodiscard]] QStringList wordPieces(const QString &text);
//! How many they are, without making them.
[[nodiscard]] qint64 countPieces(const QString &text);

} // namespace oci::demo
