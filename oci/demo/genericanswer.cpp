// SPDX-License-Identifier: MIT
#include "core/chat/finishreason.h"
#include "core/json/json.h"
#include "oci/demo/answerformat.h"

#include <utility>

using boost::json::array;
using boost::json::object;
using core::FinishReason;
using core::ToolCall;

namespace oci::demo {

namespace {

//! GENERIC JSON and events (protocol reference, 7.4 and 7.11), tool calls in the vendor's style.
class GenericFormat final : public AnswerFormat
{
public:
    explicit GenericFormat(AnswerContext context) : m_context(std::move(context)) { }

    QByteArray whole(const ScriptedAnswer &answer) override;
    QByteArrayList events(const AnswerStep &step) override;

private:
    object callJson(const ToolCall &call, bool withArguments) const;
    std::string_view finishWord(FinishReason reason) const;
    QByteArray event(object json);
    QByteArray messageEvent(int choice, object message);
    QByteArrayList callEvents(const AnswerStep &step);
    QByteArrayList finishEvents(const AnswerStep &step);

    AnswerContext m_context;
    quint32 m_events = 0;
    int m_finished = 0;
    std::optional<object> m_lastFinish; //!< Gemini's, which waits for the usage
};

std::string_view GenericFormat::finishWord(FinishReason reason) const
{
    // Gemini says "stop" although there are calls (protocol reference, 12.3).
    if (reason == FinishReason::ToolCalls && m_context.model.toolStyle == ToolStyle::WholeWithoutId)
        return "stop";
    return core::finishWord(reason);
}

object GenericFormat::callJson(const ToolCall &call, bool withArguments) const
{
    object json{{"type", "FUNCTION"}};
    if (m_context.model.toolStyle != ToolStyle::WholeWithoutId)
        json["id"] = core::json::string(call.id);
    json["name"] = core::json::string(call.name);
    json["arguments"] = withArguments ? core::json::string(QByteArrayView(call.arguments))
                                      : boost::json::string();
    return json;
}

QByteArray GenericFormat::whole(const ScriptedAnswer &answer)
{
    array choices;
    for (const ScriptedChoice &script : answer.choices) {
        object choice{{"index", choices.size()}};
        object message{{"role", "ASSISTANT"}};
        if (!script.text.isEmpty()) {
            const object part{{"type", "TEXT"},
                              {"text", core::json::string(script.text.join(QString()))}};
            message["content"] = array{part};
        }
        if (!script.reasoning.isEmpty())
            message["reasoningContent"] = core::json::string(script.reasoning.join(QString()));
        array calls;
        for (const ToolCall &call : script.toolCalls)
            calls.push_back(callJson(call, true));
        message["toolCalls"] = std::move(calls);
        choice["message"] = std::move(message);
        if (m_context.finishReason)
            choice["finishReason"] = finishWord(script.finishReason);
        choice["logprobs"] = object();
        choices.push_back(std::move(choice));
    }
    return nativeBody(m_context,
                      {{"apiFormat", "GENERIC"},
                       {"timeCreated", core::json::string(QByteArrayView(wireTime(m_context.now)))},
                       {"choices", std::move(choices)},
                       {"usage", usageJson(answer.usage)}});
}

QByteArray GenericFormat::event(object json)
{
    return paddedEvent(std::move(json), ++m_events);
}

QByteArray GenericFormat::messageEvent(int choice, object message)
{
    return event({{"index", choice}, {"message", std::move(message)}});
}

QByteArrayList GenericFormat::callEvents(const AnswerStep &step)
{
    const auto around = [](array calls) {
        return object{{"role", "ASSISTANT"}, {"toolCalls", std::move(calls)}};
    };
    QByteArrayList out;
    const ToolStyle style = m_context.model.toolStyle;
    if (style == ToolStyle::Whole || style == ToolStyle::WholeWithoutId) {
        for (const ToolCall &call : step.toolCalls)
            out += messageEvent(step.choice, around({callJson(call, true)}));
        return out;
    }
    // Arguments in pieces that carry neither id nor name. OneByOne leaves those members out where
    // the other style has them empty.
    for (const ToolCall &call : step.toolCalls) {
        out += messageEvent(step.choice, around({callJson(call, false)}));
        for (const QString &arguments : argumentPieces(call.arguments)) {
            object piece{{"type", "FUNCTION"}};
            if (style == ToolStyle::Fragments) {
                piece["id"] = "";
                piece["name"] = nullptr;
            }
            piece["arguments"] = core::json::string(arguments);
            out += messageEvent(step.choice, around({piece}));
        }
    }
    return out;
}

QByteArrayList GenericFormat::finishEvents(const AnswerStep &step)
{
    ++m_finished;
    object json;
    if (m_context.call.chat.choices > 1)
        json["index"] = step.choice;
    json["message"] = object{{"role", "ASSISTANT"}};
    if (m_context.finishReason)
        json["finishReason"] = finishWord(step.finishReason);
    // Gemini's usage comes on the last terminal event, that of the others on one of its own.
    if (m_context.call.includeUsage && m_context.model.vendor == "google" &&
        m_finished == m_context.call.chat.choices) {
        m_lastFinish = std::move(json);
        return {};
    }
    return {event(std::move(json))};
}

QByteArrayList GenericFormat::events(const AnswerStep &step)
{
    switch (step.kind) {
    case AnswerStep::Kind::Reasoning:
        return {messageEvent(step.choice, {{"role", "ASSISTANT"},
                                           {"reasoningContent", core::json::string(step.text)}})};
    case AnswerStep::Kind::Text: {
        const object part{{"type", "TEXT"}, {"text", core::json::string(step.text)}};
        return {messageEvent(step.choice, {{"role", "ASSISTANT"}, {"content", array{part}}})};
    }
    case AnswerStep::Kind::ToolCalls:
        return callEvents(step);
    case AnswerStep::Kind::Finish:
        return finishEvents(step);
    case AnswerStep::Kind::Usage:
        break;
    }
    if (!m_context.call.includeUsage)
        return {};
    object json = m_lastFinish.value_or(object());
    json["usage"] = usageJson(step.usage);
    return {event(std::move(json))};
}

} // namespace

std::unique_ptr<AnswerFormat> genericFormat(AnswerContext context)
{
    return std::make_unique<GenericFormat>(std::move(context));
}

} // namespace oci::demo
