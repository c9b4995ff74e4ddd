// SPDX-License-Identifier: MIT
#include "gateway/ollama/messages.h"

#include "core/json/json.h"
#include "gateway/fields/fields.h"
#include "gateway/ollama/images.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using boost::json::object;
using boost::json::value;
using core::Message;
using core::Result;
using core::Role;
using core::ToolCall;

namespace gateway::ollama {

namespace {

constexpr std::array<std::pair<QLatin1StringView, Role>, 5> roles{{
        {"system"_L1, Role::System},
        {"developer"_L1, Role::Developer},
        {"user"_L1, Role::User},
        {"assistant"_L1, Role::Assistant},
        {"tool"_L1, Role::Tool},
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

//! The object, or the text of one, as some clients send it.
Result<QByteArray> readArguments(const object &function, const QString &path)
{
    const value *arguments = core::json::find(function, "arguments");
    if (!arguments)
        return QByteArray("{}");
    if (const auto *text = arguments->if_string())
        return QByteArray(text->data(), qsizetype(text->size()));
    if (arguments->is_object())
        return core::json::serialize(*arguments);
    return fields::invalid(fields::join(path, "arguments"), u"Expected an object"_s);
}

Result<ToolCall> readToolCall(const value &json, const QString &path, const QString &spareId)
{
    const object *call = json.if_object();
    const object *function = call ? core::json::objectAt(*call, "function") : nullptr;
    if (!function)
        return fields::invalid(path, u"Expected an object with a 'function'"_s);
    const QString where = fields::join(path, "function");
    auto name = fields::needed(*function, where, "name");
    if (!name)
        return std::unexpected(name.error());
    auto arguments = readArguments(*function, where);
    if (!arguments)
        return std::unexpected(arguments.error());
    const QString id = core::json::textAt(*call, "id");
    return ToolCall{.id = id.isEmpty() ? spareId : id,
                    .name = *std::move(name),
                    .arguments = *std::move(arguments)};
}

//! Reads messages one after another; knows which calls wait for their results.
class Reader
{
public:
    Result<Message> read(const value &json, const QString &path);

private:
    Result<void> readToolCalls(Message &message, const object &json, const QString &path);
    Result<void> linkResult(Message &message, const object &json, const QString &path);

    QList<ToolCall> m_open; //!< calls without a result
    int m_calls = 0;        //!< met so far
};

Result<void> Reader::readToolCalls(Message &message, const object &json, const QString &path)
{
    const auto calls = fields::array(json, path, "tool_calls");
    if (!calls)
        return std::unexpected(calls.error());
    if (!*calls)
        return {};
    m_open.clear();
    for (const value &item : **calls) {
        auto call =
                readToolCall(item, u"%1.tool_calls[%2]"_s.arg(path).arg(message.toolCalls.size()),
                             u"call_%1"_s.arg(m_calls++));
        if (!call)
            return std::unexpected(call.error());
        message.toolCalls.append(*std::move(call));
    }
    m_open = message.toolCalls;
    return {};
}

Result<void> Reader::linkResult(Message &message, const object &json, const QString &path)
{
    const QString id = core::json::textAt(json, "tool_call_id");
    QString name = core::json::textAt(json, "tool_name");
    if (name.isEmpty())
        name = core::json::textAt(json, "name");
    auto answered = m_open.end();
    if (!id.isEmpty())
        answered = std::ranges::find(m_open, id, &ToolCall::id);
    if (answered == m_open.end() && !name.isEmpty())
        answered = std::ranges::find(m_open, name, &ToolCall::name);
    if (id.isEmpty() && name.isEmpty())
        answered = m_open.begin();
    if (answered == m_open.end()) {
        return fields::invalid(
                path, u"No earlier message calls the tool '%1' that this one answers"_s.arg(
                              id.isEmpty() ? name : id));
    }
    message.toolCallId = answered->id;
    m_open.erase(answered);
    return {};
}

Result<Message> Reader::read(const value &json, const QString &path)
{
    const object *from = json.if_object();
    if (!from)
        return fields::invalid(path, u"Expected an object"_s);
    const auto role = readRole(*from, path);
    if (!role)
        return std::unexpected(role.error());
    Message message{.role = *role};
    const auto text = fields::string(*from, path, "content");
    if (!text)
        return std::unexpected(text.error());
    if (*text && !(*text)->isEmpty())
        message.content.append(core::TextPart{**text});
    const auto images = readImages(*from, path);
    if (!images)
        return std::unexpected(images.error());
    message.content += *images;
    const auto thinking = fields::string(*from, path, "thinking");
    if (!thinking)
        return std::unexpected(thinking.error());
    message.reasoning = thinking->value_or(QString());

    Result<void> good;
    if (message.role == Role::Assistant)
        good = readToolCalls(message, *from, path);
    else if (message.role == Role::Tool)
        good = linkResult(message, *from, path);
    if (!good)
        return std::unexpected(good.error());
    return message;
}

} // namespace

Result<QList<Message>> readMessages(const boost::json::array &json)
{
    QList<Message> messages;
    Reader reader;
    for (qsizetype i = 0; const value &item : json) {
        auto message = reader.read(item, u"messages[%1]"_s.arg(i++));
        if (!message)
            return std::unexpected(message.error());
        messages.append(*std::move(message));
    }
    return messages;
}

} // namespace gateway::ollama
