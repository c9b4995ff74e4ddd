// SPDX-License-Identifier: MIT
#include "gateway/anthropic/messagesanswer.h"

#include "core/chat/tokenestimate.h"
#include "core/json/json.h"
#include "gateway/anthropic/answerblocks.h"
#include "gateway/anthropic/wire.h"

using boost::json::array;
using boost::json::object;
using core::Message;

namespace gateway::anthropic {

namespace {

array blocksOf(const Message &message, bool showThinking)
{
    array blocks;
    if (showThinking && !message.reasoning.isEmpty())
        blocks.push_back(thinkingBlock(message.reasoning, thinkingSignature));
    if (const QString text = core::textOf(message) + message.refusal; !text.isEmpty())
        blocks.push_back(textBlock(text));
    for (const core::ToolCall &call : message.toolCalls)
        blocks.push_back(toolUseBlock(callId(call.id), call.name, inputOf(call.arguments)));
    return blocks;
}

} // namespace

QByteArray messagesAnswer(const QString &model, const FinishedAnswer &answer, bool showThinking,
                          qint64 inputTokens, const QStringList &stops)
{
    const core::ChatChoice &choice = answer.choices.first();
    const core::Usage usage = answer.outcome.usage.value_or(core::Usage{
            .promptTokens = inputTokens,
            .completionTokens =
                    core::estimateTokens(core::ChatRequest{.messages = {choice.message}})});
    object json;
    json["id"] = core::json::string(QByteArrayView(messageName(answer.outcome.requestId)));
    json["type"] = "message";
    json["role"] = "assistant";
    json["model"] = core::json::string(model);
    json["content"] = blocksOf(choice.message, showThinking);
    addStop(json, choice.finishReason, !choice.message.toolCalls.isEmpty(),
            answer.outcome.stoppedAt, stops);
    json["usage"] = usageObject(usage);
    return core::json::serialize(json);
}

} // namespace gateway::anthropic
