// SPDX-License-Identifier: MIT
#include "oci/demo/modelrules.h"

#include "core/ascii.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::ChatRequest;
using core::Message;
using core::Role;

namespace oci::demo {

namespace {

using Problem = std::optional<Refusal>;

Refusal unsupported(const QByteArray &param)
{
    return vendorRefusal(param, "unsupported_parameter",
                         u"Unsupported parameter: '%1' is not supported with this model."_s.arg(
                                 QString::fromLatin1(param)));
}

Refusal invalidValue(const QByteArray &param, const QString &message)
{
    return vendorRefusal(param, "invalid_value", message);
}

Problem limitProblem(const DemoModel &model, const ChatCall &call)
{
    if (model.wantsCompletionLimit &&
        (call.limitField == "maxTokens" || call.limitField == "max_tokens")) {
        return vendorRefusal("max_tokens", "unsupported_parameter",
                             u"Unsupported parameter: 'max_tokens' is not supported with this "
                             "model. Use 'max_completion_tokens' instead."_s);
    }
    if (!model.wantsCompletionLimit && call.limitField == "maxCompletionTokens") {
        return vendorRefusal("max_completion_tokens", "unsupported_parameter",
                             u"Unsupported parameter: 'max_completion_tokens' is not supported "
                             "with this model. Use 'max_tokens' instead."_s);
    }
    if (model.longestAnswer > 0 && !call.dedicated &&
        call.chat.maxTokens.value_or(0) > model.longestAnswer) {
        return invalidValue(call.limitField, u"too many tokens requested: the limit is %1."_s.arg(
                                                     model.longestAnswer));
    }
    if (call.chat.maxTokens.value_or(0) > model.contextLength) {
        return vendorRefusal(
                call.limitField, "context_length_exceeded",
                u"This model's maximum context length is %1 tokens. However, you requested %2 "
                "tokens in the completion. Please reduce the length of the completion."_s
                        .arg(model.contextLength)
                        .arg(*call.chat.maxTokens));
    }
    return {};
}

Problem samplingProblem(const DemoModel &model, const ChatRequest &chat)
{
    if (model.fixedSampling) {
        if (chat.temperature.value_or(1) != 1) {
            return vendorRefusal(
                    "temperature", "unsupported_value",
                    u"Unsupported value: 'temperature' does not support %1 with this "
                    "model. Only the default (1) value is supported."_s.arg(*chat.temperature));
        }
        if (chat.topP.value_or(1) != 1)
            return unsupported("top_p");
        if (!chat.stop.isEmpty())
            return unsupported("stop");
    }
    if (model.vendor == "openai" && chat.topK.value_or(-1) > 0)
        return unsupported("top_k");
    if (model.fixedSampling || model.refusesPenalties) {
        if (chat.presencePenalty.value_or(0) != 0)
            return unsupported("presence_penalty");
        if (chat.frequencyPenalty.value_or(0) != 0)
            return unsupported("frequency_penalty");
    }
    if (!chat.reasoningEffort.isEmpty() && !model.acceptsEffort)
        return unsupported("reasoning_effort");
    if (chat.stream && !model.streams)
        return unsupported("isStream");
    return {};
}

Problem toolProblem(const DemoModel &model, const ChatRequest &chat)
{
    if (chat.tools.isEmpty() && chat.toolChoice) {
        return invalidValue("tool_choice",
                            u"Invalid value for 'tool_choice': 'tool_choice' is only allowed when "
                            "'tools' are specified."_s);
    }
    for (const core::Tool &tool : chat.tools) {
        const bool good =
                !tool.name.isEmpty() && tool.name.size() <= 128 &&
                std::ranges::all_of(tool.name, [](QChar c) {
                    return core::ascii::isLetterOrDigit(c) || c == u'_' || c == u'-' || c == u'.';
                });
        if (!good)
            return invalidValue("tools", u"Invalid tool name '%1'."_s.arg(tool.name.left(128)));
    }
    if (chat.toolChoice && chat.toolChoice->mode == core::ToolChoice::Mode::Function &&
        std::ranges::none_of(chat.tools, [&](const core::Tool &tool) {
            return tool.name == chat.toolChoice->function;
        })) {
        return invalidValue("tool_choice",
                            u"Tool choice '%1' not found in 'tools' parameter."_s.arg(
                                    chat.toolChoice->function.left(128)));
    }
    if (model.wantsCompletionLimit && chat.responseFormat &&
        chat.responseFormat->kind == core::ResponseFormat::Kind::JsonObject)
        return Refusal{.status = 500, .code = "500", .message = messageFor(500)};
    return {};
}

bool isEmpty(const Message &message)
{
    if (message.content.isEmpty())
        return true;
    const auto empty = [](const core::ContentPart &part) {
        const auto *text = std::get_if<core::TextPart>(&part);
        return text && text->text.isEmpty();
    };
    return std::ranges::any_of(message.content, empty);
}

Problem emptyProblem(const DemoModel &model, const QList<Message> &messages)
{
    for (qsizetype i = 0; i < messages.size(); ++i) {
        if (!isEmpty(messages[i]))
            continue;
        if (model.vendor == "google")
            return Refusal{.status = 500, .code = "500", .message = messageFor(500)};
        if (messages[i].role != Role::Assistant || messages[i].toolCalls.isEmpty()) {
            const QString where = u"messages[%1].content"_s.arg(i);
            return invalidValue(where.toLatin1(), where + u" must not be empty."_s);
        }
    }
    return {};
}

//! Results must follow their calls; Gemini gives no ids, so it asks for none.
Problem orderProblem(const DemoModel &model, const QList<Message> &messages)
{
    QSet<QString> called;
    for (qsizetype i = 0; i < messages.size(); ++i) {
        const Message &message = messages[i];
        for (const core::ToolCall &call : message.toolCalls)
            called.insert(call.id);
        if (message.role != Role::Tool || model.vendor == "google")
            continue;
        if (!called.contains(message.toolCallId)) {
            return invalidValue(u"messages[%1].role"_s.arg(i).toLatin1(),
                                u"Invalid parameter: messages with role 'tool' must be a response "
                                "to a preceding message with 'tool_calls'."_s);
        }
    }
    return {};
}

Problem imageProblem(const DemoModel &model, const QList<Message> &messages)
{
    for (const Message &message : messages) {
        for (const core::ContentPart &part : message.content) {
            if (std::holds_alternative<core::TextPart>(part))
                continue;
            const auto *image = std::get_if<core::ImagePart>(&part);
            if (!image && model.vendor != "google")
                return invalidValue("messages", u"This model reads text and images only."_s);
            if (image && !model.vision)
                return invalidValue("messages", u"This model does not support image input."_s);
            if (image && !image->url.startsWith("data:")) {
                return invalidValue("messages", u"Invalid image: a data URI is expected, such as "
                                                "data:image/png;base64,…"_s);
            }
        }
    }
    return {};
}

} // namespace

Problem refusalBy(const DemoModel &model, const ChatCall &call)
{
    const ChatRequest &chat = call.chat;
    Problem problem = limitProblem(model, call);
    if (!problem)
        problem = samplingProblem(model, chat);
    if (!problem)
        problem = toolProblem(model, chat);
    if (!problem)
        problem = emptyProblem(model, chat.messages);
    if (!problem)
        problem = orderProblem(model, chat.messages);
    if (!problem)
        problem = imageProblem(model, chat.messages);
    return problem;
}

} // namespace oci::demo
