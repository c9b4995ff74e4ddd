// SPDX-License-Identifier: MIT
#include "gateway/responses/responseecho.h"

#include "core/json/json.h"

using boost::json::array;
using boost::json::object;
using boost::json::value;

namespace gateway::responses {

namespace {

value given(const object &body, std::string_view key, const value &otherwise = nullptr)
{
    const value *found = core::json::find(body, key);
    return found ? *found : otherwise;
}

object reasoningOf(const object &body)
{
    const object *reasoning = core::json::objectAt(body, "reasoning");
    const object none;
    const object &asked = reasoning ? *reasoning : none;
    return {{"effort", given(asked, "effort")}, {"summary", given(asked, "summary")}};
}

object textOf(const object &body)
{
    object text;
    if (const object *asked = core::json::objectAt(body, "text"))
        text = *asked;
    if (!core::json::find(text, "format"))
        text["format"] = object{{"type", "text"}};
    return text;
}

} // namespace

object echoOf(const object &body)
{
    object echo{
            {"background", given(body, "background", false)},
            {"instructions", given(body, "instructions")},
            {"max_output_tokens", given(body, "max_output_tokens")},
            {"max_tool_calls", given(body, "max_tool_calls")},
            {"metadata", given(body, "metadata", object())},
            {"model", given(body, "model")},
            {"parallel_tool_calls", given(body, "parallel_tool_calls", true)},
            {"previous_response_id", given(body, "previous_response_id")},
            {"prompt_cache_key", given(body, "prompt_cache_key")},
            {"reasoning", reasoningOf(body)},
            {"safety_identifier", given(body, "safety_identifier")},
            {"service_tier", given(body, "service_tier", "default")},
            {"store", given(body, "store", true)},
            {"temperature", given(body, "temperature", 1.0)},
            {"text", textOf(body)},
            {"tool_choice", given(body, "tool_choice", "auto")},
            {"tools", given(body, "tools", array())},
            {"top_logprobs", given(body, "top_logprobs", 0)},
            {"top_p", given(body, "top_p", 1.0)},
            {"truncation", given(body, "truncation", "disabled")},
    };
    if (const value *user = core::json::find(body, "user"))
        echo["user"] = *user;
    return echo;
}

} // namespace gateway::responses
