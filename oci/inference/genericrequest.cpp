// SPDX-License-Identifier: MIT
#include "oci/inference/genericrequest.h"

#include "oci/inference/chatdetails.h"
#include "oci/inference/genericoptions.h"
#include "oci/inference/history.h"
#include "oci/inference/jsonwriter.h"
#include "oci/inference/schemasimplifier.h"

using namespace Qt::StringLiterals;
using core::ChatRequest;
using core::ContentPart;
using core::Message;
using core::Role;

namespace oci {

namespace {

template<class... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};

QByteArrayView roleName(Role role, const ModelProfile &profile)
{
    switch (role) {
    case Role::System:
        return "SYSTEM";
    case Role::Developer:
        return profile.developerRole ? "DEVELOPER" : "SYSTEM";
    case Role::User:
        return "USER";
    case Role::Assistant:
        return "ASSISTANT";
    case Role::Tool:
        return "TOOL";
    }
    return "USER";
}

void writeUrl(JsonWriter &out, QByteArrayView type, std::string_view key, QByteArrayView url,
              const QByteArray &detail = {})
{
    out.beginObject().key("type").utf8(type).key(key).beginObject().key("url").utf8(url);
    if (!detail.isEmpty())
        out.key("detail").utf8(detail);
    out.endObject().endObject();
}

void writeText(JsonWriter &out, QStringView text)
{
    out.beginObject().key("type").utf8("TEXT").key("text").text(text).endObject();
}

bool isSomething(const ContentPart &part)
{
    const auto *text = std::get_if<core::TextPart>(&part);
    return !text || !text->text.isEmpty();
}

void writePart(JsonWriter &out, const ContentPart &part)
{
    std::visit(Overloaded{
                       [&](const core::TextPart &text) { writeText(out, text.text); },
                       [&](const core::ImagePart &image) {
                           writeUrl(out, "IMAGE", "imageUrl", image.url,
                                    wireWord(image.detail, {"HIGH"_L1, "LOW"_L1, "AUTO"_L1}));
                       },
                       [&](const core::FilePart &file) {
                           switch (file.kind) {
                           case core::FilePart::Kind::Document:
                               return writeUrl(out, "DOCUMENT", "documentUrl", file.dataUri);
                           case core::FilePart::Kind::Audio:
                               return writeUrl(out, "AUDIO", "audioUrl", file.dataUri);
                           case core::FilePart::Kind::Video:
                               return writeUrl(out, "VIDEO", "videoUrl", file.dataUri);
                           }
                       },
               },
               part);
}

void writeContent(JsonWriter &out, const HistoryEntry &entry, const ModelProfile &profile)
{
    const Message &message = *entry.message;
    bool any = false;
    out.key("content").beginArray();
    if (entry.withContent) {
        for (const ContentPart &part : message.content) {
            if (!isSomething(part))
                continue;
            writePart(out, part);
            any = true;
        }
    }
    if (!any && entry.callCount > 0) {
        if (profile.fillsEmptyAssistant)
            writeText(out, u".");
    } else if (!any) {
        writeText(out, message.refusal.isEmpty() ? u" "_s : message.refusal); // 14.54
    }
    out.endArray();
}

void writeMessage(JsonWriter &out, const HistoryEntry &entry, const ModelProfile &profile)
{
    const Message &message = *entry.message;
    out.beginObject().key("role").utf8(roleName(message.role, profile));
    if (!message.name.isEmpty() && message.role != Role::Tool)
        out.key("name").text(message.name);
    writeContent(out, entry, profile);
    if (message.role == Role::Assistant && entry.callCount > 0) {
        out.key("toolCalls").beginArray();
        for (const core::ToolCall &call :
             message.toolCalls.sliced(entry.firstCall, entry.callCount)) {
            out.beginObject()
                    .key("id")
                    .text(call.id)
                    .key("type")
                    .utf8("FUNCTION")
                    .key("name")
                    .text(call.name);
            out.key("arguments")
                    .utf8(call.arguments.isEmpty() ? "{}"_ba : call.arguments)
                    .endObject();
        }
        out.endArray();
    }
    if (message.role == Role::Tool && !message.toolCallId.isEmpty())
        out.key("toolCallId").text(message.toolCallId);
    out.endObject();
}

} // namespace

core::Result<QByteArray> genericRequestBody(const ChatRequest &asked, const ChatTarget &target,
                                            const QString &compartmentId,
                                            const ModelProfile &profile)
{
    if (const auto fine = checkAttachments(asked.messages, false); !fine)
        return std::unexpected(fine.error());
    const auto simple = withSimpleSchemas(asked, profile.schema);
    if (!simple)
        return std::unexpected(simple.error());
    const ChatRequest &request = *simple;

    JsonWriter out(wireSize(request.messages));
    beginChatDetails(out, target, compartmentId, "GENERIC");
    out.key("messages").beginArray();
    for (const HistoryEntry &entry : historyOf(request.messages, profile.oneCallAtATime))
        writeMessage(out, entry, profile);
    out.endArray();

    writeGenericOptions(out, request, profile);
    endChatDetails(out);
    return out.take();
}

} // namespace oci
