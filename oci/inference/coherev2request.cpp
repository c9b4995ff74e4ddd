// SPDX-License-Identifier: MIT
#include "oci/inference/coherev2request.h"

#include "oci/inference/chatdetails.h"
#include "oci/inference/coheredocuments.h"
#include "oci/inference/cohereoptions.h"
#include "oci/inference/genericoptions.h"
#include "oci/inference/history.h"
#include "oci/inference/schemasimplifier.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using core::ChatRequest;
using core::ContentPart;
using core::Message;
using core::Role;
using Mode = core::ToolChoice::Mode;

namespace oci {

namespace {

QByteArrayView roleName(Role role)
{
    switch (role) {
    case Role::System:
    case Role::Developer:
        return "SYSTEM";
    case Role::User:
        return "USER";
    case Role::Assistant:
        return "ASSISTANT";
    case Role::Tool:
        return "TOOL";
    }
    return "USER";
}

void writeText(JsonWriter &out, QByteArrayView type, std::string_view key, QStringView text)
{
    out.beginObject().key("type").utf8(type).key(key).text(text).endObject();
}

//! False: nothing of it goes into the message (a file is one of the documents).
bool writePart(JsonWriter &out, const ContentPart &part)
{
    if (const auto *text = std::get_if<core::TextPart>(&part)) {
        if (text->text.isEmpty())
            return false;
        writeText(out, "TEXT", "text", text->text);
        return true;
    }
    const auto *image = std::get_if<core::ImagePart>(&part);
    if (!image)
        return false;
    out.beginObject().key("type").utf8("IMAGE_URL").key("imageUrl").beginObject();
    out.key("url").utf8(image->url);
    if (const QByteArray detail = wireWord(image->detail, {"AUTO"_L1, "HIGH"_L1, "LOW"_L1});
        !detail.isEmpty())
        out.key("detail").utf8(detail);
    out.endObject().endObject();
    return true;
}

void writeContent(JsonWriter &out, const Message &message)
{
    bool any = false;
    out.key("content").beginArray();
    if (message.role == Role::Assistant && !message.reasoning.isEmpty())
        writeText(out, "THINKING", "thinking", message.reasoning);
    for (const ContentPart &part : message.content)
        any = writePart(out, part) || any;
    if (!any && message.toolCalls.isEmpty()) // 14.54
        writeText(out, "TEXT", "text", message.refusal.isEmpty() ? u" "_s : message.refusal);
    out.endArray();
}

void writeCalls(JsonWriter &out, const QList<core::ToolCall> &calls)
{
    out.key("toolCalls").beginArray();
    for (const core::ToolCall &call : calls) {
        out.beginObject().key("id").text(call.id).key("type").utf8("FUNCTION");
        out.key("function").beginObject().key("name").text(call.name).key("arguments");
        out.utf8(call.arguments.isEmpty() ? "{}"_ba : call.arguments).endObject().endObject();
    }
    out.endArray();
}

void writeMessage(JsonWriter &out, const Message &message)
{
    out.beginObject().key("role").utf8(roleName(message.role));
    writeContent(out, message);
    if (message.role == Role::Assistant && !message.toolCalls.isEmpty())
        writeCalls(out, message.toolCalls);
    if (message.role == Role::Tool)
        out.key("toolCallId").text(message.toolCallId);
    out.endObject();
}

//! 14.26: a call that nothing answered is an error of the whole request.
void writeMissingResults(JsonWriter &out, const QList<Message> &messages, qsizetype assistant)
{
    if (assistant + 1 >= messages.size())
        return;
    for (const core::ToolCall &call : messages[assistant].toolCalls) {
        bool answered = false;
        for (qsizetype i = assistant + 1;
             i < messages.size() && messages[i].role == Role::Tool && !answered; ++i)
            answered = messages[i].toolCallId == call.id;
        if (answered)
            continue;
        Message missing = textMessage(Role::Tool, u"(no result)"_s);
        missing.toolCallId = call.id;
        writeMessage(out, missing);
    }
}

void writeTools(JsonWriter &out, const ChatRequest &request, const ModelProfile &profile)
{
    const bool chooses = !profile.refused.testFlag(Field::ToolChoice);
    const bool forbidden = chooses && request.toolChoice && request.toolChoice->mode == Mode::None;
    const QList<core::Tool> tools = forbidden ? request.tools : offeredTools(request);
    if (tools.isEmpty())
        return; // 14.53: no choice without tools
    out.key("tools").beginArray();
    for (const core::Tool &tool : tools) {
        out.beginObject().key("type").utf8("FUNCTION").key("function").beginObject();
        out.key("name").text(tool.name);
        if (!tool.description.isEmpty())
            out.key("description").text(tool.description);
        out.key("parameters").json(tool.parameters);
        out.endObject().endObject();
    }
    out.endArray();
    if (!chooses || !request.toolChoice || request.toolChoice->mode == Mode::Auto)
        return;
    out.key("toolsChoice").utf8(forbidden ? "NONE" : "REQUIRED");
}

//! An effort is a share of the tokens here; "high" sets no bound.
void writeThinking(JsonWriter &out, const ChatRequest &request, qint64 limit)
{
    const QString &effort = request.reasoningEffort;
    if (effort.isEmpty())
        return;
    const bool disabled = effort == "none"_L1 || effort == "disable"_L1;
    out.key("thinking").beginObject().key("type").utf8(disabled ? "DISABLED" : "ENABLED");
    const qint64 share = effort == "minimal"_L1  ? 8
                         : effort == "low"_L1    ? 4
                         : effort == "medium"_L1 ? 2
                                                 : 0;
    if (share > 0)
        out.key("tokenBudget").number(std::max<qint64>(1, limit / share));
    out.endObject();
}

void writeOwnOptions(JsonWriter &out, const ChatRequest &request, const ChatTarget &target,
                     const ModelProfile &profile)
{
    if (!profile.refused.testFlag(Field::ReasoningEffort))
        writeThinking(out, request, cohereLimit(request, target, profile));
    if (request.topLogProbs && !profile.refused.testFlag(Field::LogProbs))
        out.key("isLogProbsEnabled").boolean(true);
    if (const QByteArray mode =
                wireWord(request.citationQuality, {"FAST"_L1, "ACCURATE"_L1, "OFF"_L1});
        !mode.isEmpty())
        out.key("citationOptions").beginObject().key("mode").utf8(mode).endObject();
}

} // namespace

core::Result<QByteArray> cohereV2RequestBody(const ChatRequest &asked, const ChatTarget &target,
                                             const QString &compartmentId,
                                             const ModelProfile &profile)
{
    if (const auto fine = checkCohereOptions(asked); !fine)
        return std::unexpected(fine.error());
    if (const auto fine = checkAttachments(asked.messages, true); !fine)
        return std::unexpected(fine.error());
    const auto documents = cohereDocuments(asked, true);
    if (!documents)
        return std::unexpected(documents.error());
    const auto simple = withSimpleSchemas(asked, profile.schema);
    if (!simple)
        return std::unexpected(simple.error());
    const ChatRequest &request = *simple;

    JsonWriter out(wireSize(request.messages));
    beginChatDetails(out, target, compartmentId, "COHEREV2");
    out.key("messages").beginArray();
    for (qsizetype i = 0; i < request.messages.size(); ++i) {
        writeMessage(out, request.messages[i]);
        writeMissingResults(out, request.messages, i);
    }
    out.endArray();
    writeCohereDocuments(out, *documents);
    writeTools(out, request, profile);
    writeCohereOptions(out, request, target, profile);
    writeOwnOptions(out, request, target, profile);
    endChatDetails(out);
    return out.take();
}

} // namespace oci
