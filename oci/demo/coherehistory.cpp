// SPDX-License-Identifier: MIT
#include "oci/demo/coherehistory.h"

#include "core/json/json.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using boost::json::object;
using core::Message;
using core::Role;
using core::textMessage;

namespace oci::demo {

namespace {

Refusal vendorWords(const QString &message)
{
    return {.message = u"invalid request: "_s + message};
}

class HistoryReader
{
public:
    void read(FieldReader &chat)
    {
        if (const auto text = chat.text("preambleOverride"))
            m_messages += textMessage(Role::System, *text);
        chat.eachObject("chatHistory", [this](FieldReader &reader) { entry(reader); });
        tail(chat);
    }

    QList<Message> take() { return std::move(m_messages); }

private:
    void tail(FieldReader &chat)
    {
        chat.require("message");
        const QString text = chat.text("message").value_or(QString());
        if (chat.refusal())
            return;
        if (chat.has("toolResults")) {
            if (!text.isEmpty()) {
                return chat.refuse(vendorWords(
                        u"cannot specify both message and tool_results in multistep mode"_s));
            }
            results(chat);
        }
        if (open())
            return chat.refuse(unanswered());
        if (chat.has("toolResults"))
            return;
        if (m_afterResults) {
            return chat.refuse(vendorWords(u"cannot specify message if the last entry in chat "
                                           "history contains tool results"_s));
        }
        if (text.isEmpty())
            return chat.refuse(vendorWords(u"message must be at least 1 token long"_s));
        m_messages += textMessage(Role::User, text);
    }

    void entry(FieldReader &reader)
    {
        reader.require("role");
        const QString role = reader.word("role", {"USER", "SYSTEM", "CHATBOT", "TOOL"});
        if (role == "tool"_L1) {
            reader.allowOnly({"role", "toolResults"});
            m_afterResults = true;
            return results(reader);
        }
        if (open())
            return reader.refuse(unanswered());
        if (m_afterResults && role != "chatbot"_L1) {
            return reader.refuse(
                    vendorWords(u"tool results must be followed by a message of the chatbot"_s));
        }
        m_afterResults = false;
        if (role == "chatbot"_L1)
            reader.allowOnly({"role", "message", "toolCalls"});
        else
            reader.allowOnly({"role", "message"});
        const QString text = reader.text("message").value_or(QString());
        if (text.isEmpty())
            reader.refuse("message", u"must not be empty"_s);
        m_messages += textMessage(role == "chatbot"_L1  ? Role::Assistant
                                  : role == "system"_L1 ? Role::System
                                                        : Role::User,
                                  text);
        reader.eachObject("toolCalls", [this](FieldReader &call) {
            core::ToolCall read = readCall(call);
            read.id = u"call_demo_%1"_s.arg(++m_count);
            m_messages.last().toolCalls += read;
            m_open += read;
        });
    }

    void results(FieldReader &reader)
    {
        reader.require("toolResults");
        reader.eachObject("toolResults", [this](FieldReader &result) { oneResult(result); });
    }

    void oneResult(FieldReader &reader)
    {
        reader.allowOnly({"call", "outputs"});
        reader.require("call");
        reader.require("outputs");
        core::ToolCall call;
        reader.inObject("call", [&](FieldReader &inner) { call = readCall(inner); });
        QStringList texts;
        reader.eachObject("outputs",
                          [&](FieldReader &output) { texts += outputText(output.json()); });
        if (reader.refusal())
            return;
        const auto known = std::ranges::find_if(m_open, [&](const core::ToolCall &each) {
            return each.name == call.name && each.arguments == call.arguments;
        });
        if (known == m_open.end()) {
            return reader.refuse(
                    vendorWords(u"a tool result for '%1' follows no such tool call"_s.arg(
                            call.name.left(100))));
        }
        if (texts.isEmpty())
            return reader.refuse("outputs", u"must not be empty"_s);
        Message message = textMessage(Role::Tool, texts.join(u'\n'));
        message.toolCallId = known->id;
        m_messages += message;
        m_open.erase(known);
    }

    //! {"output":"…"} is how a plain text is wrapped.
    static QString outputText(const object &output)
    {
        const auto *text = core::json::stringAt(output, "output");
        if (text && output.size() == 1)
            return core::json::text(*text);
        return QString::fromUtf8(core::json::serialize(output));
    }

    static core::ToolCall readCall(FieldReader &reader)
    {
        reader.allowOnly({"name", "parameters"});
        reader.require("name");
        reader.require("parameters");
        const object *parameters = reader.object("parameters");
        return {.name = reader.text("name").value_or(QString()),
                .arguments = parameters ? core::json::serialize(*parameters) : QByteArray()};
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

QList<Message> readCohereHistory(FieldReader &chat)
{
    HistoryReader reader;
    reader.read(chat);
    return reader.take();
}

} // namespace oci::demo
