// SPDX-License-Identifier: MIT
#include "oci/inference/usage.h"

#include "core/json/json.h"

#include <algorithm>

using boost::json::object;

namespace oci {

namespace {

std::optional<qint64> firstOf(const object &json, std::initializer_list<std::string_view> keys)
{
    for (const std::string_view key : keys) {
        if (const auto number = core::json::integerAt(json, key); number && *number >= 0)
            return number;
    }
    return {};
}

const object &firstObject(const object &json, std::initializer_list<std::string_view> keys)
{
    static const object nothing;
    for (const std::string_view key : keys) {
        if (const object *found = core::json::objectAt(json, key))
            return *found;
    }
    return nothing;
}

} // namespace

core::Usage readUsage(const object &json)
{
    const auto prompt = firstOf(json, {"promptTokens", "prompt_tokens", "inputTokens"});
    const auto completion =
            firstOf(json, {"completionTokens", "completion_tokens", "outputTokens"});
    const auto total = firstOf(json, {"totalTokens", "total_tokens"});
    const object &made =
            firstObject(json, {"completionTokensDetails", "completion_tokens_details"});
    const object &read = firstObject(json, {"promptTokensDetails", "prompt_tokens_details"});

    core::Usage usage;
    usage.promptTokens = prompt.value_or(0);
    usage.completionTokens =
            completion.value_or(total && prompt ? std::max<qint64>(0, *total - *prompt) : 0);
    usage.totalTokens = total.value_or(usage.promptTokens + usage.completionTokens);
    usage.reasoningTokens = firstOf(made, {"reasoningTokens", "reasoning_tokens"});
    usage.acceptedPredictionTokens =
            firstOf(made, {"acceptedPredictionTokens", "accepted_prediction_tokens"});
    usage.rejectedPredictionTokens =
            firstOf(made, {"rejectedPredictionTokens", "rejected_prediction_tokens"});
    usage.cachedTokens = firstOf(read, {"cachedTokens", "cached_tokens"});
    return usage;
}

} // namespace oci
