// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QDateTime>

namespace oci {

//! RFC 9110, 5.6.7 (IMF-fixdate): always English, always GMT, whatever the locale and the time
//! zone of this computer are.
[[nodiscard]] QByteArray httpDate(const QDateTime &time);
//! Strict: invalid for anything but that one form (a wrong weekday, single digits).
[[nodiscard]] QDateTime readHttpDate(QByteArrayView text);

} // namespace oci
