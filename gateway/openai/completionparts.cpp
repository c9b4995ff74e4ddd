// SPDX-License-Identifier: MIT
#include "gateway/openai/completionparts.h"

#include "core/chat/finishreason.h"
#include "core/json/json.h"

using boost::json::array;
using boost::json::object;
using boost::json::value;

namespace gateway::openai {

namespace {

object alternatives(const object &token)
{
    object all;
    const array *top = core::json::arrayAt(token, "top_logprobs");
    for (const value &each : top ? *top : array()) {
        const object *alternative = each.if_object();
        if (!alternative)
            continue;
        if (const auto *text = core::json::stringAt(*alternative, "token"))
            all[*text] = core::json::numberAt(*alternative, "logprob").value_or(0);
    }
    return all;
}

} // namespace

value completionLogProbs(const value &chat, qint64 &offset)
{
    const object *from = chat.if_object();
    const array *content = from ? core::json::arrayAt(*from, "content") : nullptr;
    if (!content)
        return nullptr;
    array tokens;
    array numbers;
    array tops;
    array offsets;
    for (const value &each : *content) {
        const object *token = each.if_object();
        if (!token)
            continue;
        const QString text = core::json::textAt(*token, "token");
        tokens.push_back(core::json::string(text));
        numbers.push_back(core::json::numberAt(*token, "logprob").value_or(0));
        tops.push_back(alternatives(*token));
        offsets.push_back(offset);
        offset += text.toUcs4().size();
    }
    return object{{"tokens", std::move(tokens)},
                  {"token_logprobs", std::move(numbers)},
                  {"top_logprobs", std::move(tops)},
                  {"text_offset", std::move(offsets)}};
}

std::string_view completionFinishWord(core::FinishReason reason)
{
    // There are no tools here.
    return core::finishWord(reason == core::FinishReason::ToolCalls ? core::FinishReason::Stop
                                                                    : reason);
}

} // namespace gateway::openai
