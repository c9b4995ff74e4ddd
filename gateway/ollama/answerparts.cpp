// SPDX-License-Identifier: MIT
#include "gateway/ollama/answerparts.h"

#include "core/json/json.h"

#include <algorithm>

using boost::json::array;
using boost::json::object;

namespace gateway::ollama {

namespace {

array toolCalls(const QList<core::ToolCall> &calls)
{
    array all;
    for (const core::ToolCall &call : calls) {
        object function;
        function["index"] = qint64(all.size());
        function["name"] = core::json::string(call.name);
        function["arguments"] = argumentsObject(call.arguments);
        object json;
        json["id"] = core::json::string(call.id);
        json["function"] = std::move(function);
        all.push_back(std::move(json));
    }
    return all;
}

object messageObject(const Piece &piece)
{
    object json;
    json["role"] = "assistant";
    json["content"] = core::json::string(piece.text);
    if (!piece.thinking.isEmpty())
        json["thinking"] = core::json::string(piece.thinking);
    if (!piece.toolCalls.isEmpty())
        json["tool_calls"] = toolCalls(piece.toolCalls);
    return json;
}

const char *doneWord(core::FinishReason reason)
{
    switch (reason) {
    case core::FinishReason::Stop:
    case core::FinishReason::ToolCalls: // Ollama has no word of its own for it
        return "stop";
    case core::FinishReason::Length:
        return "length";
    case core::FinishReason::ContentFilter:
        return "content_filter";
    }
    Q_UNREACHABLE_RETURN("");
}

} // namespace

object argumentsObject(QByteArrayView arguments)
{
    if (arguments.trimmed().isEmpty())
        return {};
    if (auto parsed = core::json::parseObject(arguments))
        return *std::move(parsed);
    return {{"arguments", core::json::string(arguments)}};
}

object pieceObject(Endpoint endpoint, const QString &model, const QDateTime &now,
                   const Piece &piece, bool isDone)
{
    object json;
    json["model"] = core::json::string(model);
    json["created_at"] = core::json::string(now.toUTC().toString(Qt::ISODateWithMs));
    if (endpoint == Endpoint::Chat) {
        json["message"] = messageObject(piece);
    } else {
        json["response"] = core::json::string(piece.text);
        if (!piece.thinking.isEmpty())
            json["thinking"] = core::json::string(piece.thinking);
    }
    const object *logProbs = piece.logProbs ? piece.logProbs->if_object() : nullptr;
    if (const array *tokens = logProbs ? core::json::arrayAt(*logProbs, "content") : nullptr)
        json["logprobs"] = *tokens;
    json["done"] = isDone;
    return json;
}

void addEnd(object &json, core::FinishReason reason, const std::optional<core::Usage> &usage,
            const Durations &durations)
{
    json["done_reason"] = doneWord(reason);
    json["total_duration"] = durations.total;
    json["load_duration"] = 0;
    json["prompt_eval_count"] = usage ? usage->promptTokens : 0;
    json["prompt_eval_duration"] = durations.untilFirst;
    json["eval_count"] = usage ? usage->completionTokens : 0;
    // Clients divide by it.
    json["eval_duration"] = std::max<qint64>(1, durations.total - durations.untilFirst);
}

} // namespace gateway::ollama
