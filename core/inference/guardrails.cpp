// SPDX-License-Identifier: MIT
#include "core/inference/guardrails.h"

#include <algorithm>

namespace core {

bool GuardrailsVerdict::isFlagged(double above) const
{
    const auto found = [above](const auto &each) { return each.score >= above; };
    return std::ranges::any_of(moderation, found) ||
           std::ranges::any_of(personalInformation, found) ||
           (promptInjection && found(*promptInjection));
}

} // namespace core
