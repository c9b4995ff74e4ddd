// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "oci/demo/answerformat.h"
#include "oci/demo/refusal.h"

using boost::json::array;
using boost::json::object;
using core::FinishReason;
using core::Message;
using core::Role;

namespace oci::demo {

namespace {

//! COHERE has no word of its own for an answer that calls tools (protocol reference, 7.6).
std::string_view finishWord(FinishReason reason)
{
    switch (reason) {
    case FinishReason::Stop:
    case FinishReason::ToolCalls:
        return "COMPLETE";
    case FinishReason::Length:
        return "MAX_TOKENS";
    case FinishReason::ContentFilter:
        return "ERROR_TOXIC";
    }
    return "COMPLETE";
}

array callsJson(const QList<core::ToolCall> &calls)
{
    array json;
    for (const core::ToolCall &call : calls) {
        json.push_back(
                object{{"name", core::json::string(call.name)},
                       {"parameters", core::json::parseObject(call.arguments).value_or(object())}});
    }
    return json;
}

//! COHERE JSON and events (protocol reference, 7.6 and 7.12). Its calls have no ids, and the last
//! event says everything once more.
class CohereFormat final : public AnswerFormat
{
public:
    explicit CohereFormat(AnswerContext context) : m_context(std::move(context)) { }

    QByteArray whole(const ScriptedAnswer &answer) override;
    QByteArrayList events(const AnswerStep &step) override;
    QByteArray errorEvent(Fault::ErrorShape shape) const override;

private:
    //! Everything that the answer says, with the members in the service's order.
    object complete(const QString &text, const QList<core::ToolCall> &calls,
                    FinishReason reason) const;
    array history(const QString &text) const;
    QByteArray event(object json) { return paddedEvent(std::move(json), ++m_events); }

    AnswerContext m_context;
    quint32 m_events = 0;
    QString m_text; //!< said until now, and so are the calls
    QList<core::ToolCall> m_calls;
    FinishReason m_reason = FinishReason::Stop;
};

array CohereFormat::history(const QString &text) const
{
    array entries;
    for (const Message &message : m_context.call.chat.messages) {
        if (message.role == Role::User || message.role == Role::Assistant) {
            entries.push_back(object{{"role", message.role == Role::User ? "USER" : "CHATBOT"},
                                     {"message", core::json::string(core::textOf(message))}});
        }
    }
    entries.push_back(object{{"role", "CHATBOT"}, {"message", core::json::string(text)}});
    return entries;
}

object CohereFormat::complete(const QString &text, const QList<core::ToolCall> &calls,
                              FinishReason reason) const
{
    object json{{"apiFormat", "COHERE"},
                {"text", core::json::string(text)},
                {"chatHistory", history(text)}};
    if (m_context.finishReason)
        json["finishReason"] = finishWord(reason);
    if (!calls.isEmpty())
        json["toolCalls"] = callsJson(calls);
    const QString cited = citedPart(text);
    if (const array &documents = m_context.call.chat.documents;
        !documents.empty() && !cited.isEmpty()) {
        object source = documents.front().get_object();
        if (!source.contains("id"))
            source["id"] = "doc_0";
        json["citations"] = array{object{{"start", 0},
                                         {"end", cited.size()},
                                         {"text", core::json::string(cited)},
                                         {"documentIds", array{source["id"]}}}};
        json["documents"] = array{std::move(source)};
    }
    return json;
}

QByteArray CohereFormat::whole(const ScriptedAnswer &answer)
{
    const ScriptedChoice &script = answer.choices.first();
    object json = complete(script.text.join(QString()), script.toolCalls, script.finishReason);
    json["usage"] = usageJson(answer.usage);
    return nativeBody(m_context, std::move(json));
}

QByteArrayList CohereFormat::events(const AnswerStep &step)
{
    switch (step.kind) {
    case AnswerStep::Kind::Reasoning: // there is no place for it
        return {};
    case AnswerStep::Kind::Text:
        m_text += step.text;
        return {event({{"apiFormat", "COHERE"}, {"text", core::json::string(step.text)}})};
    case AnswerStep::Kind::ToolCalls:
        m_calls = step.toolCalls;
        return {event({{"apiFormat", "COHERE"}, {"toolCalls", callsJson(step.toolCalls)}})};
    case AnswerStep::Kind::Finish: // waits for the usage, which stands beside it
        m_reason = step.finishReason;
        return {};
    case AnswerStep::Kind::Usage:
        break;
    }
    if (!m_context.finishReason) // then nothing would tell that this event repeats the others
        return {};
    object json = complete(m_text, m_calls, m_reason);
    if (m_context.call.includeUsage)
        json["usage"] = usageJson(step.usage);
    return {event(std::move(json))};
}

QByteArray CohereFormat::errorEvent(Fault::ErrorShape shape) const
{
    if (shape != Fault::ErrorShape::FinishReason)
        return AnswerFormat::errorEvent(shape);
    return core::json::serialize(object{{"apiFormat", "COHERE"},
                                        {"text", core::json::string(m_text)},
                                        {"finishReason", "ERROR"},
                                        {"errorMessage", core::json::string(messageFor(500))}});
}

} // namespace

std::unique_ptr<AnswerFormat> cohereFormat(AnswerContext context)
{
    return std::make_unique<CohereFormat>(std::move(context));
}

} // namespace oci::demo
