// SPDX-License-Identifier: MIT
#include "oci/demo/genericmessages.h"

#include "core/json/json.h"
#include "oci/demo/fieldreader.h"

#include <array>

using namespace Qt::StringLiterals;
using boost::json::object;
using core::ContentPart;
using core::FilePart;
using core::ImagePart;
using core::Message;
using core::Role;
using core::TextPart;

namespace oci::demo {

namespace {

constexpr std::array<std::pair<const char *, Role>, 5> roles{{
        {"SYSTEM", Role::System},
        {"DEVELOPER", Role::Developer},
        {"USER", Role::User},
        {"ASSISTANT", Role::Assistant},
        {"TOOL", Role::Tool},
}};

struct FileField {
    const char *type;
    const char *field;
    FilePart::Kind kind;
};

constexpr std::array fileFields{
        FileField{"DOCUMENT", "documentUrl", FilePart::Kind::Document},
        FileField{"AUDIO", "audioUrl", FilePart::Kind::Audio},
        FileField{"VIDEO", "videoUrl", FilePart::Kind::Video},
};

Judged<std::pair<QByteArray, QString>> readUrl(FieldReader &reader, const char *field)
{
    reader.require(field);
    const object *json = reader.object(field);
    if (!json)
        return std::unexpected(*reader.refusal());
    FieldReader inner(*json, reader.path(field));
    inner.allowOnly({"url", "detail"});
    inner.require("url");
    const QString url = inner.text("url").value_or(QString());
    const QString detail = inner.word("detail", {"AUTO", "HIGH", "LOW"});
    if (inner.refusal())
        return std::unexpected(*inner.refusal());
    return std::pair(url.toUtf8(), detail);
}

Judged<ContentPart> readPart(const boost::json::value &value, const QString &path)
{
    const object *json = value.if_object();
    if (!json)
        return std::unexpected(badFormat(path, u"must be an object"_s));
    FieldReader reader(*json, path);
    reader.require("type");
    const QString type = reader.text("type").value_or(QString());

    if (type == "TEXT"_L1) {
        reader.allowOnly({"type", "text"});
        reader.require("text");
        const QString text = reader.text("text").value_or(QString());
        if (reader.refusal())
            return std::unexpected(*reader.refusal());
        return TextPart{text};
    }
    if (type == "IMAGE"_L1) {
        reader.allowOnly({"type", "imageUrl"});
        return readUrl(reader, "imageUrl").transform([](const auto &url) {
            return ContentPart(ImagePart{url.first, url.second});
        });
    }
    for (const auto &[name, field, kind] : fileFields) {
        if (type != QLatin1StringView(name))
            continue;
        reader.allowOnly({"type", field});
        return readUrl(reader, field).transform([kind](const auto &url) {
            return ContentPart(FilePart{.kind = kind, .dataUri = url.first});
        });
    }
    reader.refuse("type", u"unknown value '%1'"_s.arg(type.left(60)));
    return std::unexpected(*reader.refusal());
}

Judged<QList<core::ToolCall>> readCalls(const boost::json::array &json, const QString &path)
{
    QList<core::ToolCall> calls;
    for (const auto &value : json) {
        const QString where = u"%1[%2]"_s.arg(path).arg(calls.size());
        const object *call = value.if_object();
        if (!call)
            return std::unexpected(badFormat(where, u"must be an object"_s));
        FieldReader reader(*call, where);
        reader.allowOnly({"type", "id", "name", "arguments"});
        reader.require("type");
        reader.word("type", {"FUNCTION"});
        reader.require("name");
        calls += core::ToolCall{.id = reader.text("id").value_or(QString()),
                                .name = reader.text("name").value_or(QString()),
                                .arguments = reader.text("arguments").value_or(QString()).toUtf8()};
        if (reader.refusal())
            return std::unexpected(*reader.refusal());
    }
    return calls;
}

void allowFieldsOf(Role role, FieldReader &reader)
{
    switch (role) {
    case Role::System:
    case Role::Developer:
    case Role::User:
        return reader.allowOnly({"role", "content", "name"});
    case Role::Assistant:
        return reader.allowOnly({"role", "content", "name", "refusal", "toolCalls", "annotations",
                                 "reasoningContent"});
    case Role::Tool:
        return reader.allowOnly({"role", "content", "toolCallId"});
    }
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
    else
        allowFieldsOf(role->second, reader);
    if (reader.refusal())
        return std::unexpected(*reader.refusal());

    Message message{.role = role->second};
    message.name = reader.text("name").value_or(QString());
    message.refusal = reader.text("refusal").value_or(QString());
    message.reasoning = reader.text("reasoningContent").value_or(QString());
    message.toolCallId = reader.text("toolCallId").value_or(QString());
    if (const auto *content = reader.array("content")) {
        for (const auto &value : *content) {
            auto part = readPart(value, u"%1.content[%2]"_s.arg(path).arg(message.content.size()));
            if (!part)
                return std::unexpected(part.error());
            message.content += *std::move(part);
        }
    }
    if (const auto *calls = reader.array("toolCalls")) {
        auto read = readCalls(*calls, reader.path("toolCalls"));
        if (!read)
            return std::unexpected(read.error());
        message.toolCalls = *std::move(read);
    }
    if (reader.refusal())
        return std::unexpected(*reader.refusal());
    return message;
}

} // namespace

Judged<QList<Message>> readGenericMessages(const boost::json::array &json, const QString &path)
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
    return messages;
}

} // namespace oci::demo
