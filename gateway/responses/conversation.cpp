// SPDX-License-Identifier: MIT
#include "gateway/responses/conversation.h"

#include "gateway/fields/fields.h"
#include "gateway/responses/inputcontent.h"
#include "gateway/responses/responsetools.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using boost::json::value;
using core::Message;
using core::Result;
using core::Role;

namespace gateway::responses {

namespace {

constexpr std::array roles{
        std::pair{"system"_L1, Role::System},
        std::pair{"developer"_L1, Role::Developer},
        std::pair{"user"_L1, Role::User},
        std::pair{"assistant"_L1, Role::Assistant},
};

Result<Role> readRole(const object &item, const QString &path)
{
    const auto name = fields::needed(item, path, "role");
    if (!name)
        return std::unexpected(name.error());
    for (const auto &[known, role] : roles) {
        if (*name == known)
            return role;
    }
    return fields::invalid(fields::join(path, "role"), u"Unknown role '%1'"_s.arg(name->left(64)));
}

//! Traces of what OpenAI's own tools did: what came of it stands in the messages.
bool isTrace(const QString &type)
{
    constexpr std::array traces{"web_search_call"_L1,       "file_search_call"_L1,
                                "code_interpreter_call"_L1, "image_generation_call"_L1,
                                "mcp_list_tools"_L1,        "mcp_call"_L1,
                                "mcp_approval_request"_L1,  "mcp_approval_response"_L1,
                                "tool_search_call"_L1,      "tool_search_output"_L1};
    return std::ranges::contains(traces, type);
}

//! The texts of `summary` or `content` of reasoning, a blank line between them.
Result<QString> reasoningText(const object &item, const QString &path, std::string_view key)
{
    const auto parts = fields::array(item, path, key);
    if (!parts)
        return std::unexpected(parts.error());
    QStringList texts;
    for (std::size_t i = 0; *parts && i < (*parts)->size(); ++i) {
        const object *part = (**parts)[i].if_object();
        const auto *text = part ? core::json::stringAt(*part, "text") : nullptr;
        if (!text)
            return fields::invalid(u"%1.%2[%3]"_s.arg(path, QString::fromUtf8(key)).arg(i),
                                   u"Expected an object with a text"_s);
        texts.append(core::json::text(*text));
    }
    return texts.join(u"\n\n"_s);
}

} // namespace

//! Text, reasoning and calls that follow each other are one answer.
Message &Conversation::answer()
{
    if (!std::exchange(m_inAnswer, true))
        m_messages.append(Message{.role = Role::Assistant});
    return m_messages.last();
}

Result<void> Conversation::addMessage(const object &item, const QString &path)
{
    const auto role = readRole(item, path);
    if (!role)
        return std::unexpected(role.error());
    const QString where = fields::join(path, "content");
    const value *content = core::json::find(item, "content");
    if (!content)
        return fields::invalid(where, u"A string or an array of parts is required"_s);
    auto read = readContent(*content, where);
    if (!read)
        return std::unexpected(read.error());
    if (*role != Role::Assistant) {
        m_inAnswer = false;
        m_messages.append(Message{.role = *role, .content = std::move(read->parts)});
        return {};
    }
    // Two messages in a row stay two, as long as no calls hold them together.
    const bool hasText = m_inAnswer && (!m_messages.last().content.isEmpty() ||
                                        !m_messages.last().refusal.isEmpty());
    if (hasText && m_messages.last().toolCalls.isEmpty())
        m_inAnswer = false;
    Message &message = answer();
    message.content += read->parts;
    message.refusal += read->refusal;
    return {};
}

Result<void> Conversation::addReasoning(const object &item, const QString &path)
{
    auto text = reasoningText(item, path, "content");
    if (text && text->isEmpty())
        text = reasoningText(item, path, "summary");
    if (!text)
        return std::unexpected(text.error());
    if (text->isEmpty())
        return {}; // only its maker could read it
    // Reasoning begins a step of its own where the last one has been spoken or acted upon.
    if (m_inAnswer &&
        (!m_messages.last().content.isEmpty() || !m_messages.last().toolCalls.isEmpty()))
        m_inAnswer = !m_messages.last().toolCalls.isEmpty();
    Message &message = answer();
    message.reasoning += (message.reasoning.isEmpty() ? u""_s : u"\n\n"_s) + *text;
    return {};
}

Result<void> Conversation::addCall(const object &item, const QString &path, bool isCustom)
{
    const auto id = fields::needed(item, path, "call_id");
    if (!id)
        return std::unexpected(id.error());
    const auto name = fields::needed(item, path, "name");
    if (!name)
        return std::unexpected(name.error());
    const auto text = fields::string(item, path, isCustom ? "input" : "arguments");
    if (!text)
        return std::unexpected(text.error());
    const QString said = text->value_or(QString());
    answer().toolCalls.append({.id = *id,
                               .name = chatNameOf(core::json::textAt(item, "namespace"), *name),
                               .arguments = isCustom ? customArguments(said) : said.toUtf8()});
    m_calls.insert(*id);
    return {};
}

Result<void> Conversation::addOutput(const object &item, const QString &path)
{
    const auto id = fields::needed(item, path, "call_id");
    if (!id)
        return std::unexpected(id.error());
    if (!m_calls.contains(*id)) {
        return fields::invalid(
                fields::join(path, "call_id"),
                u"No earlier item calls a tool with the id '%1'"_s.arg(id->left(100)));
    }
    const QString where = fields::join(path, "output");
    const value *output = core::json::find(item, "output");
    if (!output)
        return fields::invalid(where, u"A string or an array of parts is required"_s);
    auto read = readContent(*output, where);
    if (!read)
        return std::unexpected(read.error());
    m_inAnswer = false;
    m_messages.append(
            Message{.role = Role::Tool, .content = std::move(read->parts), .toolCallId = *id});
    return {};
}

Result<void> Conversation::addItem(const object &item, const QString &path)
{
    const auto type = fields::needed(item, path, "type");
    if (!type)
        return std::unexpected(type.error());
    if (*type == "message"_L1)
        return addMessage(item, path);
    if (*type == "reasoning"_L1)
        return addReasoning(item, path);
    if (*type == "function_call"_L1 || *type == "custom_tool_call"_L1)
        return addCall(item, path, *type == "custom_tool_call"_L1);
    if (*type == "function_call_output"_L1 || *type == "custom_tool_call_output"_L1)
        return addOutput(item, path);
    if (isTrace(*type))
        return {};
    return fields::invalid(fields::join(path, "type"),
                           u"Items of the type '%1' are not served here"_s.arg(type->left(64)));
}

Result<void> Conversation::add(const array &items, const QString &path)
{
    for (qsizetype i = 0; const value &each : items) {
        const QString where = u"%1[%2]"_s.arg(path).arg(i++);
        const object *item = each.if_object();
        if (!item)
            return fields::invalid(where, u"Expected an object"_s);
        if (auto good = addItem(*item, where); !good)
            return good;
    }
    return {};
}

QList<Message> Conversation::messages() const
{
    return m_messages;
}

} // namespace gateway::responses
