// SPDX-License-Identifier: MIT
#include "gateway/openai/chatanswer.h"

#include "core/chat/finishreason.h"
#include "core/json/json.h"

using boost::json::array;
using boost::json::object;
using core::ChatChoice;
using core::FinishReason;
using core::Message;

namespace gateway::openai {

namespace {

array toolCalls(const QList<core::ToolCall> &calls)
{
    array all;
    for (const core::ToolCall &call : calls) {
        const bool none = call.arguments.trimmed().isEmpty();
        object function;
        function["name"] = core::json::string(call.name);
        function["arguments"] = none ? boost::json::string("{}")
                                     : core::json::string(QByteArrayView(call.arguments));
        object json;
        json["id"] = core::json::string(call.id);
        json["type"] = "function";
        json["function"] = std::move(function);
        all.push_back(std::move(json));
    }
    return all;
}

object messageObject(const Message &message)
{
    const QString text = core::textOf(message);
    object json;
    json["role"] = "assistant";
    json["content"] = nullptr;
    if (!text.isEmpty() || message.toolCalls.isEmpty())
        json["content"] = core::json::string(text);
    if (!message.reasoning.isEmpty())
        json["reasoning_content"] = core::json::string(message.reasoning);
    if (!message.refusal.isEmpty())
        json["refusal"] = core::json::string(message.refusal);
    if (!message.citations.isEmpty())
        json["annotations"] = annotations(message.citations);
    if (!message.toolCalls.isEmpty())
        json["tool_calls"] = toolCalls(message.toolCalls);
    return json;
}

object choiceObject(qint64 index, const ChatChoice &choice)
{
    // "stop" with calls makes agents loop for ever.
    const bool calls = !choice.message.toolCalls.isEmpty();
    const FinishReason reason = calls && choice.finishReason == FinishReason::Stop
                                        ? FinishReason::ToolCalls
                                        : choice.finishReason;
    object json;
    json["index"] = index;
    json["message"] = messageObject(choice.message);
    json["logprobs"] = choice.logProbs.value_or(nullptr);
    json["finish_reason"] = core::finishWord(reason);
    return json;
}

} // namespace

QByteArray chatAnswer(const AnswerIdentity &identity, const QList<ChatChoice> &choices,
                      const core::ChatOutcome &outcome)
{
    array all;
    for (qint64 index = 0; const ChatChoice &choice : choices)
        all.push_back(choiceObject(index++, choice));

    object json;
    json["id"] = core::json::string(QByteArrayView(identity.id));
    json["object"] = "chat.completion";
    json["created"] = identity.created;
    json["model"] = core::json::string(identity.model);
    json["choices"] = std::move(all);
    json["usage"] = usageObject(outcome.usage.value_or(core::Usage{}));
    json["system_fingerprint"] = nullptr;
    if (!outcome.serviceTier.isEmpty())
        json["service_tier"] = core::json::string(outcome.serviceTier.toLower());
    return core::json::serialize(json);
}

} // namespace gateway::openai
