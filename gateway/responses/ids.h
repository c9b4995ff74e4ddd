// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace gateway::responses {

//! A new id that nobody can guess: "msg_" becomes "msg_" and 32 hexadecimal digits.
[[nodiscard]] QString newId(QLatin1StringView prefix);
//! Of a response that is made here.
[[nodiscard]] QString newResponseId();
//! Whether the id is of the kind that newResponseId() makes; OCI's own look different.
[[nodiscard]] bool isOwnResponseId(const QString &id);

} // namespace gateway::responses
