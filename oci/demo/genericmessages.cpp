// SPDX-License-Identifier: MIT
#include "oci/demo/genericmessages.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
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

struct Url {
    QByteArray url;
    QString detail;
};

Url readUrl(FieldReader &part, const char *field)
{
    part.allowOnly({"type", field});
    part.require(field);
    Url read;
    part.inObject(field, [&](FieldReader &reader) {
        reader.allowOnly({"url", "detail"});
        reader.require("url");
        read = {.url = reader.text("url").value_or(QString()).toUtf8(),
                .detail = reader.word("detail", {"AUTO", "HIGH", "LOW"})};
    });
    return read;
}

void readPart(FieldReader &part, QList<ContentPart> &content)
{
    part.require("type");
    const QString type = part.text("type").value_or(QString());
    if (type == "TEXT"_L1) {
        part.allowOnly({"type", "text"});
        part.require("text");
        content += TextPart{part.text("text").value_or(QString())};
        return;
    }
    if (type == "IMAGE"_L1) {
        const Url read = readUrl(part, "imageUrl");
        content += ImagePart{read.url, read.detail};
        return;
    }
    for (const auto &[name, field, kind] : fileFields) {
        if (type != QLatin1StringView(name))
            continue;
        content += FilePart{.kind = kind, .dataUri = readUrl(part, field).url};
        return;
    }
    part.refuse("type", u"unknown value '%1'"_s.arg(type.left(60)));
}

core::ToolCall readCall(FieldReader &call)
{
    call.allowOnly({"type", "id", "name", "arguments"});
    call.require("type");
    call.word("type", {"FUNCTION"});
    call.require("name");
    return {.id = call.text("id").value_or(QString()),
            .name = call.text("name").value_or(QString()),
            .arguments = call.text("arguments").value_or(QString()).toUtf8()};
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
    allowFieldsOf(role->second, reader);
    Message message{.role = role->second};
    message.name = reader.text("name").value_or(QString());
    message.refusal = reader.text("refusal").value_or(QString());
    message.reasoning = reader.text("reasoningContent").value_or(QString());
    message.toolCallId = reader.text("toolCallId").value_or(QString());
    reader.eachObject("content", [&](FieldReader &part) { readPart(part, message.content); });
    reader.eachObject("toolCalls", [&](FieldReader &call) { message.toolCalls += readCall(call); });
    return message;
}

} // namespace

QList<Message> readGenericMessages(FieldReader &chat)
{
    QList<Message> messages;
    chat.require("messages");
    if (const auto *json = chat.array("messages"); json && json->empty())
        chat.refuse("messages", u"must not be empty"_s);
    chat.eachObject("messages", [&](FieldReader &each) { messages += readMessage(each); });
    return messages;
}

} // namespace oci::demo
