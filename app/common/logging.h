// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/settings.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>

namespace app {

//! One line of the log, with its line end. Control characters in the message are escaped, so
//! that nothing that came over a wire forges a line.
[[nodiscard]] QByteArray logLine(LogFormat format, const QDateTime &utc, LogLevel level,
                                 const QByteArray &category, const QString &message);

//! Sends Qt's messages (of our categories and its own) to stderr in this form from now on.
void installLog(LogLevel level, LogFormat format);

} // namespace app
