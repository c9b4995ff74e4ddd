// SPDX-License-Identifier: MIT
#include "gateway/openai/messages.h"

#include "gateway/fields/fields.h"
#include "gateway/openai/contentparts.h"

#include <array>

using namespace Qt::StringLiterals;
using boost::json::object;
using boost::json::value;
using core::Message;
using core::Result;
using core::Role;
using core::ToolCall;

namespace gateway::openai {

namespace {

constexpr std::array<std::pair<QLatin1StringView, Role>, 6> roles{{
        {"system"_L1, Role::System},
        {"developer"_L1, Role::Developer},
        {"user"_L1, Role::User},
        {"assistant"_L1, Role::Assistant},
        {"tool"_L1, Role::Tool},
        {"function"_L1, Role::Tool},
}};

Result<Role> readRole(const object &json, const QString &path)
{
    const auto name = fields::needed(json, path, "role");
    if (!name)
        return std::unexpected(name.error());
    for (const auto &[known, role] : roles) {
        if (*name == known)
            return role;
    }
    return fields::invalid(fields::join(path, "role"), u"Unknown role '%1'"_s.arg(name->left(64)));
}

//! The arguments as text; some clients send the object itself.
Result<QByteArray> readArguments(const object &function, const QString &path)
{
    const value *arguments = core::json::find(function, "arguments");
    if (!arguments)
        return QByteArray();
    if (const auto *text = arguments->if_string())
        return QByteArray(text->data(), qsizetype(text->size()));
    if (arguments->is_object())
        return core::json::serialize(*arguments);
    return fields::invalid(fields::join(path, "arguments"), u"Expected a string"_s);
}

Result<ToolCall> readFunction(const object &function, const QString &path, const QString &id)
{
    auto name = fields::needed(function, path, "name");
    if (!name)
        return std::unexpected(name.error());
    auto arguments = readArguments(function, path);
    if (!arguments)
        return std::unexpected(arguments.error());
    return ToolCall{.id = id, .name = *std::move(name), .arguments = *std::move(arguments)};
}

Result<ToolCall> readToolCall(const value &json, const QString &path)
{
    const object *call = json.if_object();
    if (!call)
        return fields::invalid(path, u"Expected an object"_s);
    const auto id = fields::needed(*call, path, "id");
    if (!id)
        return std::unexpected(id.error());
    const auto type = fields::string(*call, path, "type");
    if (!type)
        return std::unexpected(type.error());
    if (type->value_or(u"function"_s) != "function"_L1)
        return fields::invalid(fields::join(path, "type"), u"Only 'function' is served"_s);
    const auto function = fields::object(*call, path, "function");
    if (!function)
        return std::unexpected(function.error());
    if (!*function)
        return fields::invalid(fields::join(path, "function"), u"Expected an object"_s);
    return readFunction(**function, fields::join(path, "function"), *id);
}

Result<void> readToolCalls(Message &message, const object &json, const QString &path,
                           qsizetype place)
{
    const auto calls = fields::array(json, path, "tool_calls");
    if (!calls)
        return std::unexpected(calls.error());
    if (*calls) {
        for (qsizetype i = 0; const value &item : **calls) {
            auto call = readToolCall(item, u"%1.tool_calls[%2]"_s.arg(path).arg(i++));
            if (!call)
                return std::unexpected(call.error());
            message.toolCalls.append(*std::move(call));
        }
    }
    const auto legacy = fields::object(json, path, "function_call");
    if (!legacy)
        return std::unexpected(legacy.error());
    if (*legacy) {
        auto call = readFunction(**legacy, fields::join(path, "function_call"),
                                 u"call_%1"_s.arg(place));
        if (!call)
            return std::unexpected(call.error());
        message.toolCalls.append(*std::move(call));
    }
    return {};
}

//! The last call of that name: what a legacy `function` message answers.
QString callNamed(const QString &name, const QList<Message> &before)
{
    for (auto message = before.crbegin(); message != before.crend(); ++message) {
        for (auto call = message->toolCalls.crbegin(); call != message->toolCalls.crend(); ++call) {
            if (call->name == name)
                return call->id;
        }
    }
    return {};
}

Result<void> linkResult(Message &message, const object &json, const QString &path,
                        const QList<Message> &before)
{
    if (core::json::textAt(json, "role") == "tool"_L1) {
        auto id = fields::needed(json, path, "tool_call_id");
        if (!id)
            return std::unexpected(id.error());
        message.toolCallId = *std::move(id);
        return {};
    }
    const auto name = fields::needed(json, path, "name");
    if (!name)
        return std::unexpected(name.error());
    message.toolCallId = callNamed(*name, before);
    if (message.toolCallId.isEmpty()) {
        return fields::invalid(fields::join(path, "name"),
                               u"No earlier message calls the function '%1'"_s.arg(*name));
    }
    return {};
}

Result<void> readTexts(Message &message, const object &json, const QString &path)
{
    const std::pair<std::string_view, QString *> texts[] = {
            {"name", &message.name},
            {"refusal", &message.refusal},
            {"reasoning", &message.reasoning},
            {"reasoning_content", &message.reasoning},
    };
    for (const auto &[key, to] : texts) {
        auto text = fields::string(json, path, key);
        if (!text)
            return std::unexpected(text.error());
        if (*text)
            *to = **std::move(text);
    }
    return {};
}

Result<Message> readMessage(const value &json, const QString &path, const QList<Message> &before)
{
    const object *from = json.if_object();
    if (!from)
        return fields::invalid(path, u"Expected an object"_s);
    const auto role = readRole(*from, path);
    if (!role)
        return std::unexpected(role.error());
    Message message{.role = *role};

    auto good = readTexts(message, *from, path);
    if (good && message.role == Role::Assistant)
        good = readToolCalls(message, *from, path, before.size());
    if (good && message.role == Role::Tool)
        good = linkResult(message, *from, path, before);
    if (!good)
        return std::unexpected(good.error());

    const QString where = fields::join(path, "content");
    const value *content = core::json::find(*from, "content");
    if (!content) {
        if (message.role == Role::Assistant || message.role == Role::Tool)
            return message;
        return fields::invalid(where, u"A string or an array of parts is required"_s);
    }
    auto read = readContent(*content, where);
    if (!read)
        return std::unexpected(read.error());
    message.content = std::move(read->parts);
    message.refusal += read->refusal;
    return message;
}

} // namespace

Result<QList<Message>> readMessages(const boost::json::array &json)
{
    QList<Message> messages;
    messages.reserve(qsizetype(json.size()));
    for (qsizetype i = 0; const value &item : json) {
        auto message = readMessage(item, u"messages[%1]"_s.arg(i++), messages);
        if (!message)
            return std::unexpected(message.error());
        messages.append(*std::move(message));
    }
    return messages;
}

} // namespace gateway::openai
