// SPDX-License-Identifier: MIT
#pragma once

#include <QDateTime>
#include <QString>

namespace ui {

//! How near the end of a key is.
enum class Expiry { Unknown, Far, Near, Past };

//! Near: within the next 14 days. An invalid time is not known.
[[nodiscard]] Expiry expiryOf(const QDateTime &expires, const QDateTime &now);

//! "in 12 days", "tomorrow", "today at 14:05", "yesterday", "3 days ago": whole days of the local
//! calendar, since that is how people count. Empty where the time is not known.
[[nodiscard]] QString expiryWords(const QDateTime &expires, const QDateTime &now);

//! The same as a sentence about a key, e.g. "The key expires in 3 days."; empty where the end is
//! far or not known.
[[nodiscard]] QString expiryWarning(const QDateTime &expires, const QDateTime &now);

} // namespace ui
