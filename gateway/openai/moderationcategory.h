// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace gateway::openai {

//! OpenAI's name for a category of the service ("SELF_HARM" to "self-harm"), where there is one;
//! otherwise the service's own in lower case ("OVERALL" to "overall").
[[nodiscard]] QString moderationName(const QString &serviceWord);
//! The service's word for a category, by either name.
[[nodiscard]] QString moderationWord(const QString &name);

} // namespace gateway::openai
