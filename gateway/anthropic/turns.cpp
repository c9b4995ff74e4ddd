// SPDX-License-Identifier: MIT
#include "gateway/anthropic/turns.h"

#include "gateway/anthropic/contentblocks.h"
#include "gateway/anthropic/toolresult.h"
#include "gateway/fields/fields.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using boost::json::object;
using boost::json::value;
using core::Message;
using core::Result;
using core::Role;
using core::ToolCall;

namespace gateway::anthropic {

namespace {

constexpr auto billingHeader = "x-anthropic-billing-header:"_L1;

//! What Anthropic's own tools leave in an assistant's turn; without them it means nothing.
bool isAnthropicsOwn(const QString &type)
{
    constexpr std::array own{"redacted_thinking"_L1, "server_tool_use"_L1, "mcp_tool_use"_L1,
                             "container_upload"_L1};
    return std::ranges::contains(own, type) || type.endsWith("_tool_result"_L1);
}

//! They count for the tools (toolchanges.h).
bool isToolChange(const QString &type)
{
    return type == "tool_addition"_L1 || type == "tool_removal"_L1;
}

//! Calls `take(block, type, path)` for each block of a content that is a list.
template<typename Take>
Result<void> eachBlock(const value &content, const QString &path, const Take &take)
{
    if (!content.is_array())
        return fields::invalid(path, u"Expected a string or an array of blocks"_s);
    for (qsizetype i = 0; const value &item : content.get_array()) {
        const QString place = u"%1.%2"_s.arg(path).arg(i++);
        const object *block = item.if_object();
        if (!block)
            return fields::invalid(place, u"Expected an object"_s);
        const auto type = fields::needed(*block, place, "type");
        if (!type)
            return std::unexpected(type.error());
        if (const Result<void> taken = take(*block, *type, place); !taken)
            return taken;
    }
    return {};
}

Result<ToolCall> readToolUse(const object &block, const QString &path)
{
    auto id = fields::needed(block, path, "id");
    if (!id)
        return std::unexpected(id.error());
    auto name = fields::needed(block, path, "name");
    if (!name)
        return std::unexpected(name.error());
    const auto input = fields::object(block, path, "input");
    if (!input)
        return std::unexpected(input.error());
    return ToolCall{.id = *std::move(id),
                    .name = *std::move(name),
                    .arguments = *input ? core::json::serialize(**input) : "{}"};
}

Result<QString> readSystemText(const value &content, const QString &path)
{
    if (const auto *text = content.if_string())
        return core::json::text(*text);
    QStringList texts;
    const auto read = eachBlock(content, path,
                                [&texts](const object &block, const QString &type,
                                         const QString &place) -> Result<void> {
                                    if (isToolChange(type))
                                        return {};
                                    if (type != "text"_L1)
                                        return fields::invalid(fields::join(place, "type"),
                                                               u"Must be text"_s);
                                    const auto parts = readBlock(block, type, place);
                                    if (!parts)
                                        return std::unexpected(parts.error());
                                    texts.append(core::textOf({.content = *parts}));
                                    return {};
                                });
    if (!read)
        return std::unexpected(read.error());
    texts.removeIf([](const QString &text) { return text.startsWith(billingHeader); });
    return texts.join(u"\n\n"_s);
}

void add(QList<Message> &messages, const Message &message)
{
    if (!message.content.isEmpty() || !message.toolCalls.isEmpty() || !message.reasoning.isEmpty())
        messages.append(message);
}

Result<void> addAssistant(QList<Message> &messages, const value &content, const QString &path)
{
    Message message{.role = Role::Assistant};
    const auto read = eachBlock(
            content, path,
            [&message](const object &block, const QString &type,
                       const QString &place) -> Result<void> {
                if (type == "text"_L1) {
                    auto parts = readBlock(block, type, place);
                    if (!parts)
                        return std::unexpected(parts.error());
                    message.content += *std::move(parts);
                } else if (type == "thinking"_L1) {
                    const auto thought = fields::string(block, place, "thinking");
                    if (!thought)
                        return std::unexpected(thought.error());
                    message.reasoning += thought->value_or(QString());
                } else if (type == "tool_use"_L1) {
                    auto call = readToolUse(block, place);
                    if (!call)
                        return std::unexpected(call.error());
                    message.toolCalls.append(*std::move(call));
                } else if (!isAnthropicsOwn(type)) {
                    return fields::invalid(
                            fields::join(place, "type"),
                            u"An assistant's content cannot hold '%1'"_s.arg(type.left(64)));
                }
                return {};
            });
    add(messages, message);
    return read;
}

Result<void> addUser(QList<Message> &messages, const value &content, const QString &path)
{
    QList<core::ContentPart> attached;
    Message rest{.role = Role::User};
    auto read = eachBlock(
            content, path,
            [&](const object &block, const QString &type, const QString &place) -> Result<void> {
                if (type == "tool_result"_L1) {
                    auto result = readToolResult(block, place);
                    if (!result)
                        return std::unexpected(result.error());
                    messages.append(std::move(result->message));
                    attached += result->attachments;
                    return {};
                }
                if (isAnthropicsOwn(type))
                    return {};
                auto parts = readBlock(block, type, place);
                if (!parts)
                    return std::unexpected(parts.error());
                rest.content += *std::move(parts);
                return {};
            });
    rest.content = attached + rest.content;
    add(messages, rest);
    return read;
}

Result<void> addTurn(QList<Message> &messages, const value &json, const QString &path)
{
    const object *turn = json.if_object();
    if (!turn)
        return fields::invalid(path, u"Expected an object"_s);
    const auto role = fields::needed(*turn, path, "role");
    if (!role)
        return std::unexpected(role.error());
    const QString where = fields::join(path, "content");
    const value *content = core::json::find(*turn, "content");
    if (!content)
        return fields::invalid(where, u"Field required"_s);
    if (*role == "system"_L1) {
        return readSystemText(*content, where).transform([&](const QString &text) {
            if (!text.trimmed().isEmpty())
                messages.append(core::textMessage(Role::System, text));
        });
    }
    if (*role != "user"_L1 && *role != "assistant"_L1) {
        return fields::invalid(
                fields::join(path, "role"),
                u"Must be user, assistant or system, not '%1'"_s.arg(role->left(64)));
    }
    const bool assistant = *role == "assistant"_L1;
    if (const auto *text = content->if_string()) {
        messages.append(core::textMessage(assistant ? Role::Assistant : Role::User,
                                          core::json::text(*text)));
        return {};
    }
    return assistant ? addAssistant(messages, *content, where) : addUser(messages, *content, where);
}

} // namespace

Result<QList<Message>> readTurns(const object &body)
{
    QList<Message> messages;
    if (const value *system = core::json::find(body, "system")) {
        const auto text = readSystemText(*system, u"system"_s);
        if (!text)
            return std::unexpected(text.error());
        if (!text->trimmed().isEmpty())
            messages.append(core::textMessage(Role::System, *text));
    }
    const auto turns = fields::array(body, {}, "messages");
    if (!turns)
        return std::unexpected(turns.error());
    const qsizetype before = messages.size();
    if (*turns) {
        for (qsizetype i = 0; const value &turn : **turns) {
            if (const auto good = addTurn(messages, turn, u"messages.%1"_s.arg(i++)); !good)
                return std::unexpected(good.error());
        }
    }
    if (messages.size() == before)
        return fields::invalid(u"messages"_s, u"At least one message is required"_s);
    return messages;
}

} // namespace gateway::anthropic
