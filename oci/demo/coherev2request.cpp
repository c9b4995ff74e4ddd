// SPDX-License-Identifier: MIT
#include "oci/demo/coherev2request.h"

#include "oci/demo/chatdetails.h"
#include "oci/demo/cohereoptions.h"
#include "oci/demo/coherev2messages.h"
#include "oci/demo/fieldreader.h"

#include <limits>

using namespace Qt::StringLiterals;
using boost::json::object;
using core::Tool;
using core::ToolChoice;

namespace oci::demo {

namespace {

using Problem = std::optional<Refusal>;

void readTools(FieldReader &chat, QList<Tool> &tools)
{
    chat.eachObject("tools", [&](FieldReader &tool) {
        tool.allowOnly({"type", "function"});
        tool.require("type");
        tool.word("type", {"FUNCTION"});
        tool.require("function");
        tool.inObject("function", [&](FieldReader &function) {
            function.allowOnly({"name", "description", "parameters"});
            tools += readFunction(function);
        });
    });
}

//! Says how much to think in the words that the other formats have for it.
Problem readThinking(FieldReader &chat, core::ChatRequest &request)
{
    const object *json = chat.object("thinking");
    if (!json)
        return chat.refusal();
    FieldReader reader(*json, chat.path("thinking"));
    reader.allowOnly({"type", "tokenBudget"});
    reader.require("type");
    const bool disabled = reader.word("type", {"ENABLED", "DISABLED"}) == "disabled"_L1;
    const auto budget = reader.integer("tokenBudget", 1, std::numeric_limits<qint32>::max());
    request.reasoningEffort = disabled ? u"none"_s : budget ? u"low"_s : u"high"_s;
    return reader.refusal();
}

Problem readCitationOptions(FieldReader &chat, core::ChatRequest &request)
{
    const object *json = chat.object("citationOptions");
    if (!json)
        return chat.refusal();
    FieldReader reader(*json, chat.path("citationOptions"));
    reader.allowOnly({"mode"});
    request.citationQuality = reader.word("mode", {"FAST", "ACCURATE", "OFF"});
    return reader.refusal();
}

void readToolsChoice(FieldReader &chat, core::ChatRequest &request)
{
    const QString word = chat.word("toolsChoice", {"REQUIRED", "NONE"});
    if (word.isEmpty())
        return;
    using Mode = ToolChoice::Mode;
    request.toolChoice = ToolChoice{.mode = word == "none"_L1 ? Mode::None : Mode::Required};
}

Problem readChat(const object &json, ChatCall &call)
{
    FieldReader chat(json, u"chatRequest"_s);
    chat.allowOnly({"apiFormat",
                    "messages",
                    "documents",
                    "citationOptions",
                    "toolsChoice",
                    "tools",
                    "isStrictToolsEnabled",
                    "isLogProbsEnabled",
                    "thinking",
                    "responseFormat",
                    "isSearchQueriesOnly",
                    "streamOptions",
                    "isStream",
                    "maxTokens",
                    "temperature",
                    "topK",
                    "topP",
                    "frequencyPenalty",
                    "presencePenalty",
                    "seed",
                    "stopSequences",
                    "priority",
                    "isRawPrompting",
                    "safetyMode"});
    chat.flag("isStrictToolsEnabled");
    if (chat.flag("isLogProbsEnabled").value_or(false))
        call.chat.topLogProbs = 0;
    chat.integer("priority", 0, std::numeric_limits<qint32>::max());
    readToolsChoice(chat, call.chat);
    if (const Problem problem = readCohereOptions(chat, call))
        return problem;
    readTools(chat, call.chat.tools);
    if (const Problem problem = readThinking(chat, call.chat))
        return problem;
    if (const Problem problem = readCitationOptions(chat, call.chat))
        return problem;
    call.chat.messages = readCohereV2Messages(chat);
    return chat.refusal();
}

} // namespace

Judged<ChatCall> readCohereV2Request(const object &body)
{
    auto details = readChatDetails(body);
    if (!details)
        return std::unexpected(details.error());
    details->call.format = ApiFormat::CohereV2;
    if (const Problem problem = readChat(*details->chat, details->call))
        return std::unexpected(*problem);
    return std::move(details->call);
}

} // namespace oci::demo
