// SPDX-License-Identifier: MIT
#include "oci/demo/coherehistory.h"

#include "core/json/json.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using core::Message;
using core::Role;
using core::textMessage;

namespace oci::demo {

namespace {

using Problem = std::optional<Refusal>;

Refusal vendorWords(const QString &message)
{
    return {.message = u"invalid request: "_s + message};
}

class HistoryReader
{
public:
    Problem preamble(FieldReader &chat)
    {
        if (const auto text = chat.text("preambleOverride"))
            m_messages += textMessage(Role::System, *text);
        return chat.refusal();
    }

    Problem history(FieldReader &chat)
    {
        const array *entries = chat.array("chatHistory");
        if (!entries)
            return chat.refusal();
        for (std::size_t i = 0; i < entries->size(); ++i) {
            const QString path = u"%1[%2]"_s.arg(chat.path("chatHistory")).arg(i);
            const object *json = (*entries)[i].if_object();
            if (!json)
                return badFormat(path, u"must be an object"_s);
            FieldReader reader(*json, path);
            if (Problem problem = entry(reader))
                return problem;
        }
        return {};
    }

    Problem tail(FieldReader &chat)
    {
        chat.require("message");
        const QString text = chat.text("message").value_or(QString());
        if (chat.refusal())
            return chat.refusal();
        if (chat.has("toolResults")) {
            if (!text.isEmpty())
                return vendorWords(
                        u"cannot specify both message and tool_results in multistep mode"_s);
            if (Problem problem = results(chat))
                return problem;
            return open() ? unanswered() : Problem();
        }
        if (open())
            return unanswered();
        if (m_afterResults) {
            return vendorWords(u"cannot specify message if the last entry in chat history contains "
                               "tool results"_s);
        }
        if (text.isEmpty())
            return vendorWords(u"message must be at least 1 token long"_s);
        m_messages += textMessage(Role::User, text);
        return {};
    }

    QList<Message> take() { return std::move(m_messages); }

private:
    Problem entry(FieldReader &reader)
    {
        reader.require("role");
        const QString role = reader.word("role", {"USER", "SYSTEM", "CHATBOT", "TOOL"});
        if (reader.refusal())
            return reader.refusal();
        if (role == "tool"_L1) {
            reader.allowOnly({"role", "toolResults"});
            m_afterResults = true;
            return results(reader);
        }
        if (open())
            return unanswered();
        if (m_afterResults && role != "chatbot"_L1)
            return vendorWords(u"tool results must be followed by a message of the chatbot"_s);
        m_afterResults = false;
        if (role == "chatbot"_L1)
            reader.allowOnly({"role", "message", "toolCalls"});
        else
            reader.allowOnly({"role", "message"});
        const QString text = reader.text("message").value_or(QString());
        if (text.isEmpty())
            reader.refuse("message", u"must not be empty"_s);
        if (reader.refusal())
            return reader.refusal();
        m_messages += textMessage(role == "chatbot"_L1  ? Role::Assistant
                                  : role == "system"_L1 ? Role::System
                                                        : Role::User,
                                  text);
        return calls(reader);
    }

    Problem calls(FieldReader &reader)
    {
        const array *list = reader.array("toolCalls");
        if (!list)
            return reader.refusal();
        for (const auto &value : *list) {
            auto call = readCall(value, reader.path("toolCalls"));
            if (!call)
                return call.error();
            call->id = u"call_demo_%1"_s.arg(++m_count);
            m_messages.last().toolCalls += *call;
            m_open += *call;
        }
        return {};
    }

    Problem results(FieldReader &reader)
    {
        reader.require("toolResults");
        const array *list = reader.array("toolResults");
        if (!list)
            return reader.refusal();
        for (std::size_t i = 0; i < list->size(); ++i) {
            const QString path = u"%1[%2]"_s.arg(reader.path("toolResults")).arg(i);
            const object *json = (*list)[i].if_object();
            if (!json)
                return badFormat(path, u"must be an object"_s);
            FieldReader result(*json, path);
            if (Problem problem = oneResult(result))
                return problem;
        }
        return {};
    }

    Problem oneResult(FieldReader &reader)
    {
        reader.allowOnly({"call", "outputs"});
        reader.require("call");
        reader.require("outputs");
        const object *json = reader.object("call");
        const array *outputs = reader.array("outputs");
        if (reader.refusal())
            return reader.refusal();
        const auto call = readCall(*json, reader.path("call"));
        if (!call)
            return call.error();
        const auto known = std::ranges::find_if(m_open, [&](const core::ToolCall &each) {
            return each.name == call->name && each.arguments == call->arguments;
        });
        if (known == m_open.end()) {
            return vendorWords(u"a tool result for '%1' follows no such tool call"_s.arg(
                    call->name.left(100)));
        }
        if (outputs->empty())
            reader.refuse("outputs", u"must not be empty"_s);
        QStringList texts;
        for (const auto &output : *outputs) {
            if (!output.is_object()) {
                reader.refuse("outputs", u"must be an array of objects"_s);
                return reader.refusal();
            }
            texts += outputText(output.get_object());
        }
        Message message = textMessage(Role::Tool, texts.join(u'\n'));
        message.toolCallId = known->id;
        m_messages += message;
        m_open.erase(known);
        return reader.refusal();
    }

    //! {"output":"…"} is how a plain text is wrapped.
    static QString outputText(const object &output)
    {
        const auto *text = core::json::stringAt(output, "output");
        if (text && output.size() == 1)
            return core::json::text(*text);
        return QString::fromUtf8(core::json::serialize(output));
    }

    static Judged<core::ToolCall> readCall(const boost::json::value &value, const QString &path)
    {
        const object *json = value.if_object();
        if (!json)
            return std::unexpected(badFormat(path, u"must be an array of objects"_s));
        FieldReader reader(*json, path);
        reader.allowOnly({"name", "parameters"});
        reader.require("name");
        reader.require("parameters");
        const QString name = reader.text("name").value_or(QString());
        const object *parameters = reader.object("parameters");
        if (reader.refusal())
            return std::unexpected(*reader.refusal());
        return core::ToolCall{.name = name, .arguments = core::json::serialize(*parameters)};
    }

    bool open() const { return !m_open.isEmpty(); }
    static Refusal unanswered()
    {
        return vendorWords(u"every tool call in the chat history needs a tool result"_s);
    }

    QList<Message> m_messages;
    QList<core::ToolCall> m_open; //!< calls without a result until now
    bool m_afterResults = false;
    int m_count = 0;
};

} // namespace

Judged<QList<Message>> readCohereHistory(FieldReader &chat)
{
    HistoryReader reader;
    if (const Problem problem = reader.preamble(chat))
        return std::unexpected(*problem);
    if (const Problem problem = reader.history(chat))
        return std::unexpected(*problem);
    if (const Problem problem = reader.tail(chat))
        return std::unexpected(*problem);
    return reader.take();
}

} // namespace oci::demo
