// SPDX-License-Identifier: MIT
#include "oci/demo/coherev2messages.h"

#include "core/json/json.h"
#include "oci/demo/fieldreader.h"

#include <QSet>

#include <array>

using namespace Qt::StringLiterals;
using boost::json::object;
using core::Message;
using core::Role;

namespace oci::demo {

namespace {

using Problem = std::optional<Refusal>;

constexpr std::array<std::pair<const char *, Role>, 4> roles{{
        {"SYSTEM", Role::System},
        {"USER", Role::User},
        {"ASSISTANT", Role::Assistant},
        {"TOOL", Role::Tool},
}};

Problem readImage(FieldReader &part, Message &message)
{
    part.allowOnly({"type", "imageUrl"});
    part.require("imageUrl");
    const object *json = part.object("imageUrl");
    if (!json)
        return part.refusal();
    FieldReader reader(*json, part.path("imageUrl"));
    reader.allowOnly({"url", "detail"});
    reader.require("url");
    const QString url = reader.text("url").value_or(QString());
    const QString detail = reader.word("detail", {"AUTO", "HIGH", "LOW"});
    message.content += core::ImagePart{url.toUtf8(), detail};
    return reader.refusal();
}

Problem readPart(FieldReader &part, Message &message)
{
    part.require("type");
    const QString type = part.text("type").value_or(QString());
    if (type == "IMAGE_URL"_L1)
        return readImage(part, message);
    if (type == "TEXT"_L1) {
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
    return part.refusal();
}

Problem readContent(FieldReader &reader, Message &message)
{
    reader.require("content");
    const auto *content = reader.array("content");
    if (!content)
        return reader.refusal();
    for (std::size_t i = 0; i < content->size(); ++i) {
        const QString path = u"%1[%2]"_s.arg(reader.path("content")).arg(i);
        const object *json = (*content)[i].if_object();
        if (!json)
            return badFormat(path, u"must be an object"_s);
        FieldReader part(*json, path);
        if (const Problem problem = readPart(part, message))
            return problem;
    }
    return {};
}

Problem readCalls(FieldReader &reader, Message &message)
{
    const auto *calls = reader.array("toolCalls");
    if (!calls)
        return reader.refusal();
    for (const auto &value : *calls) {
        const QString path =
                u"%1[%2]"_s.arg(reader.path("toolCalls")).arg(message.toolCalls.size());
        const object *json = value.if_object();
        if (!json)
            return badFormat(path, u"must be an object"_s);
        FieldReader call(*json, path);
        call.allowOnly({"id", "type", "function"});
        call.require("id");
        call.require("type");
        call.word("type", {"FUNCTION"});
        call.require("function");
        const QString id = call.text("id").value_or(QString());
        const object *inner = call.object("function");
        if (call.refusal())
            return call.refusal();
        FieldReader function(*inner, call.path("function"));
        function.allowOnly({"name", "arguments"});
        function.require("name");
        message.toolCalls +=
                core::ToolCall{.id = id,
                               .name = function.text("name").value_or(QString()),
                               .arguments = function.text("arguments").value_or(u"{}"_s).toUtf8()};
        if (function.refusal())
            return function.refusal();
    }
    return {};
}

Judged<Message> readMessage(const object &json, const QString &path)
{
    FieldReader reader(json, path);
    reader.require("role");
    const QString name = reader.text("role").value_or(QString());
    const auto *role = std::ranges::find_if(
            roles, [&](const auto &known) { return name == QLatin1StringView(known.first); });
    if (role == roles.end())
        reader.refuse("role", u"unknown value '%1'"_s.arg(name.left(60)));
    else if (role->second == Role::Assistant)
        reader.allowOnly({"role", "content", "toolPlan", "toolCalls", "citations"});
    else if (role->second == Role::Tool)
        reader.allowOnly({"role", "content", "toolCallId"});
    else
        reader.allowOnly({"role", "content"});
    if (reader.refusal())
        return std::unexpected(*reader.refusal());

    Message message{.role = role->second};
    if (message.role == Role::Tool)
        reader.require("toolCallId");
    message.toolCallId = reader.text("toolCallId").value_or(QString());
    reader.text("toolPlan");
    reader.array("citations");
    if (const Problem problem = readContent(reader, message))
        return std::unexpected(*problem);
    if (const Problem problem = readCalls(reader, message))
        return std::unexpected(*problem);
    if (reader.refusal())
        return std::unexpected(*reader.refusal());
    return message;
}

Problem callProblem(const QList<Message> &messages)
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

Judged<QList<Message>> readCohereV2Messages(const boost::json::array &json, const QString &path)
{
    QList<Message> messages;
    for (const auto &value : json) {
        const QString where = u"%1[%2]"_s.arg(path).arg(messages.size());
        const object *message = value.if_object();
        if (!message)
            return std::unexpected(badFormat(where, u"must be an object"_s));
        auto read = readMessage(*message, where);
        if (!read)
            return std::unexpected(read.error());
        messages += *std::move(read);
    }
    if (const Problem problem = callProblem(messages))
        return std::unexpected(*problem);
    return messages;
}

} // namespace oci::demo
