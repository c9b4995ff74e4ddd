// SPDX-License-Identifier: MIT
#include "oci/demo/coherev2messages.h"

#include "core/json/json.h"

#include <QSet>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using boost::json::object;
using core::Message;
using core::Role;

namespace oci::demo {

namespace {

constexpr std::array<std::pair<const char *, Role>, 4> roles{{
        {"SYSTEM", Role::System},
        {"USER", Role::User},
        {"ASSISTANT", Role::Assistant},
        {"TOOL", Role::Tool},
}};

void readImage(FieldReader &part, Message &message)
{
    part.allowOnly({"type", "imageUrl"});
    part.require("imageUrl");
    part.inObject("imageUrl", [&](FieldReader &reader) {
        reader.allowOnly({"url", "detail"});
        reader.require("url");
        const QString url = reader.text("url").value_or(QString());
        const QString detail = reader.word("detail", {"AUTO", "HIGH", "LOW"});
        message.content += core::ImagePart{url.toUtf8(), detail};
    });
}

void readPart(FieldReader &part, Message &message)
{
    part.require("type");
    const QString type = part.text("type").value_or(QString());
    if (type == "IMAGE_URL"_L1) {
        readImage(part, message);
    } else if (type == "TEXT"_L1) {
        part.allowOnly({"type", "text"});
        part.require("text");
        message.content += core::TextPart{part.text("text").value_or(QString())};
    } else if (type == "THINKING"_L1 && message.role == Role::Assistant) {
        part.allowOnly({"type", "thinking"});
        part.require("thinking");
        message.reasoning += part.text("thinking").value_or(QString());
    } else if (type == "DOCUMENT"_L1) {
        part.allowOnly({"type", "document"});
        part.require("document");
        if (const object *document = part.object("document"))
            message.content += core::TextPart{QString::fromUtf8(core::json::serialize(*document))};
    } else {
        part.refuse("type", u"unknown value '%1'"_s.arg(type.left(60)));
    }
}

void readCall(FieldReader &call, Message &message)
{
    call.allowOnly({"id", "type", "function"});
    call.require("id");
    call.require("type");
    call.word("type", {"FUNCTION"});
    call.require("function");
    const QString id = call.text("id").value_or(QString());
    call.inObject("function", [&](FieldReader &function) {
        function.allowOnly({"name", "arguments"});
        function.require("name");
        message.toolCalls +=
                core::ToolCall{.id = id,
                               .name = function.text("name").value_or(QString()),
                               .arguments = function.text("arguments").value_or(u"{}"_s).toUtf8()};
    });
}

Message readMessage(FieldReader &reader)
{
    reader.require("role");
    const QString name = reader.text("role").value_or(QString());
    const auto *role = std::ranges::find_if(
            roles, [&](const auto &known) { return name == QLatin1StringView(known.first); });
    if (role == roles.end()) {
        reader.refuse("role", u"unknown value '%1'"_s.arg(name.left(60)));
        return {};
    }
    Message message{.role = role->second};
    if (message.role == Role::Assistant) {
        reader.allowOnly({"role", "content", "toolPlan", "toolCalls", "citations"});
    } else if (message.role == Role::Tool) {
        reader.allowOnly({"role", "content", "toolCallId"});
        reader.require("toolCallId");
    } else {
        reader.allowOnly({"role", "content"});
    }
    message.toolCallId = reader.text("toolCallId").value_or(QString());
    reader.text("toolPlan");
    reader.array("citations");
    reader.require("content");
    reader.eachObject("content", [&](FieldReader &part) { readPart(part, message); });
    reader.eachObject("toolCalls", [&](FieldReader &call) { readCall(call, message); });
    return message;
}

std::optional<Refusal> callProblem(const QList<Message> &messages)
{
    QSet<QString> open;
    for (const Message &message : messages) {
        if (message.role == Role::Tool) {
            open.remove(message.toolCallId);
            continue;
        }
        if (!open.isEmpty())
            break;
        for (const core::ToolCall &call : message.toolCalls)
            open.insert(call.id);
    }
    if (open.isEmpty())
        return {};
    return Refusal{
            .message = u"invalid request: every tool call in the messages needs a tool result"_s};
}

} // namespace

QList<Message> readCohereV2Messages(FieldReader &chat)
{
    QList<Message> messages;
    chat.require("messages");
    if (const auto *json = chat.array("messages"); json && json->empty())
        chat.refuse("messages", u"must not be empty"_s);
    chat.eachObject("messages", [&](FieldReader &each) { messages += readMessage(each); });
    if (const auto problem = callProblem(messages))
        chat.refuse(*problem);
    return messages;
}

} // namespace oci::demo
