// SPDX-License-Identifier: MIT
#include "core/chat/finishreason.h"
#include "core/json/json.h"
#include "oci/demo/answerformat.h"

#include <QSet>

#include <utility>

using boost::json::array;
using boost::json::object;
using boost::json::value;
using core::FinishReason;

namespace oci::demo {

namespace {

object usageJson(const core::Usage &usage)
{
    object json{{"prompt_tokens", usage.promptTokens},
                {"completion_tokens", usage.completionTokens},
                {"total_tokens", usage.totalTokens}};
    if (usage.reasoningTokens)
        json["completion_tokens_details"] = object{{"reasoning_tokens", *usage.reasoningTokens}};
    return json;
}

object callJson(const core::ToolCall &call)
{
    return {{"id", core::json::string(call.id)},
            {"type", "function"},
            {"function",
             object{{"name", core::json::string(call.name)},
                    {"arguments", core::json::string(QByteArrayView(call.arguments))}}}};
}

//! OpenAI's chat.completion and chat.completion.chunk.
class OpenAiFormat final : public AnswerFormat
{
public:
    explicit OpenAiFormat(AnswerContext context) : m_context(std::move(context)) { }

    QByteArray whole(const ScriptedAnswer &answer) override;
    QByteArrayList events(const AnswerStep &step) override;

private:
    value finishWord(FinishReason reason) const
    {
        return m_context.finishReason ? value(core::finishWord(reason)) : value(nullptr);
    }
    object envelope(const char *kind) const;
    QByteArray chunk(int choice, object delta, value finish = nullptr);
    object deltaOf(const AnswerStep &step) const;

    AnswerContext m_context;
    QSet<int> m_introduced; //!< choices that have said their role
};

object OpenAiFormat::envelope(const char *kind) const
{
    return {{"id", core::json::string(QByteArrayView(m_context.id))},
            {"object", kind},
            {"created", m_context.now.toSecsSinceEpoch()},
            {"model", core::json::string(m_context.call.model)}};
}

QByteArray OpenAiFormat::whole(const ScriptedAnswer &answer)
{
    array choices;
    for (const ScriptedChoice &script : answer.choices) {
        object message{{"role", "assistant"}, {"content", nullptr}};
        if (!script.text.isEmpty() || script.toolCalls.isEmpty())
            message["content"] = core::json::string(script.text.join(QString()));
        if (!script.reasoning.isEmpty())
            message["reasoning_content"] = core::json::string(script.reasoning.join(QString()));
        if (!script.toolCalls.isEmpty()) {
            array calls;
            for (const core::ToolCall &call : script.toolCalls)
                calls.push_back(callJson(call));
            message["tool_calls"] = std::move(calls);
        }
        message["refusal"] = nullptr;
        message["annotations"] = nullptr; // as the service does, to the dismay of strict clients
        choices.push_back(object{{"index", choices.size()},
                                 {"message", std::move(message)},
                                 {"logprobs", nullptr},
                                 {"finish_reason", finishWord(script.finishReason)}});
    }
    object json = envelope("chat.completion");
    json["choices"] = std::move(choices);
    json["usage"] = usageJson(answer.usage);
    return core::json::serialize(json);
}

QByteArray OpenAiFormat::chunk(int choice, object delta, value finish)
{
    object json = envelope("chat.completion.chunk");
    json["choices"] = array{object{{"index", choice},
                                   {"delta", std::move(delta)},
                                   {"logprobs", nullptr},
                                   {"finish_reason", std::move(finish)}}};
    if (m_context.call.includeUsage)
        json["usage"] = nullptr;
    return core::json::serialize(json);
}

object OpenAiFormat::deltaOf(const AnswerStep &step) const
{
    if (step.kind == AnswerStep::Kind::Reasoning)
        return {{"reasoning_content", core::json::string(step.text)}};
    if (step.kind == AnswerStep::Kind::Text)
        return {{"content", core::json::string(step.text)}};
    array calls;
    for (const core::ToolCall &call : step.toolCalls) {
        object json{{"index", calls.size()}};
        const object fields = callJson(call);
        json.insert(fields.begin(), fields.end());
        calls.push_back(std::move(json));
    }
    return {{"tool_calls", std::move(calls)}};
}

QByteArrayList OpenAiFormat::events(const AnswerStep &step)
{
    if (step.kind == AnswerStep::Kind::Usage) {
        if (!m_context.call.includeUsage)
            return {};
        object json = envelope("chat.completion.chunk");
        json["choices"] = array();
        json["usage"] = usageJson(step.usage);
        return {core::json::serialize(json)};
    }
    QByteArrayList out;
    if (!m_introduced.contains(step.choice)) {
        m_introduced.insert(step.choice);
        out += chunk(step.choice, {{"role", "assistant"}, {"content", ""}});
    }
    if (step.kind == AnswerStep::Kind::Finish)
        out += chunk(step.choice, {}, finishWord(step.finishReason));
    else
        out += chunk(step.choice, deltaOf(step));
    return out;
}

} // namespace

std::unique_ptr<AnswerFormat> openAiFormat(AnswerContext context)
{
    return std::make_unique<OpenAiFormat>(std::move(context));
}

} // namespace oci::demo
