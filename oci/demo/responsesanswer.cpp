// SPDX-License-Identifier: MIT
#include "oci/demo/responsesanswer.h"

#include "core/json/json.h"

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using boost::json::value;
using core::FinishReason;

namespace oci::demo {

namespace {

object usageOf(const core::Usage &usage)
{
    return {{"input_tokens", usage.promptTokens},
            {"input_tokens_details", object{{"cached_tokens", 0}}},
            {"output_tokens", usage.completionTokens},
            {"output_tokens_details",
             object{{"reasoning_tokens", usage.reasoningTokens.value_or(0)}}},
            {"total_tokens", usage.totalTokens}};
}

object reasoningItem(const QString &text)
{
    array summary;
    if (!text.isEmpty())
        summary.push_back(object{{"type", "summary_text"}, {"text", core::json::string(text)}});
    return {{"id", "rs_demo"}, {"type", "reasoning"}, {"summary", std::move(summary)}};
}

object textPart(const QString &text)
{
    return {{"type", "output_text"}, {"text", core::json::string(text)}, {"annotations", array()}};
}

object messageItem(const QString &text, bool isComplete)
{
    return {{"id", "msg_demo"},
            {"type", "message"},
            {"status", isComplete ? "completed" : "in_progress"},
            {"role", "assistant"},
            {"content", isComplete ? array{textPart(text)} : array()}};
}

object callItem(const core::ToolCall &call, bool isComplete)
{
    return {{"id", core::json::string(u"fc_"_s + call.id)},
            {"type", "function_call"},
            {"status", isComplete ? "completed" : "in_progress"},
            {"call_id", core::json::string(call.id)},
            {"name", core::json::string(call.name)},
            {"arguments", isComplete ? core::json::string(QByteArrayView(call.arguments))
                                     : boost::json::string()}};
}

class ResponsesFormat final : public AnswerFormat
{
public:
    ResponsesFormat(AnswerContext context, const ResponsesCall &call)
        : m_context(std::move(context))
        , m_store(call.store)
        , m_previousId(call.previousId)
    {
    }

    QByteArray whole(const ScriptedAnswer &answer) override;
    QByteArrayList events(const AnswerStep &step) override;
    QByteArray nameOf(QByteArrayView data) const override;
    QByteArray errorEvent(Fault::ErrorShape shape) const override;

private:
    enum class Open { Nothing, Reasoning, Message };

    object response(const char *status) const;
    object ended(const core::Usage &usage) const;
    void say(const char *type, object fields);
    void begin();
    void open(Open what);
    void close();
    void call(const core::ToolCall &call);

    AnswerContext m_context;
    bool m_store;
    QString m_previousId;
    array m_output; //!< items that are complete
    QString m_text; //!< of the item that is open
    Open m_open = Open::Nothing;
    FinishReason m_reason = FinishReason::Stop;
    int m_number = 0;
    QByteArrayList m_said;
};

object ResponsesFormat::response(const char *status) const
{
    return {{"id", core::json::string(QByteArrayView(m_context.id))},
            {"object", "response"},
            {"created_at", m_context.now.toSecsSinceEpoch()},
            {"status", status},
            {"error", nullptr},
            {"incomplete_details", nullptr},
            {"model", core::json::string(m_context.call.model)},
            {"output", m_output},
            {"previous_response_id",
             m_previousId.isEmpty() ? value(nullptr) : value(core::json::string(m_previousId))},
            {"store", m_store},
            {"usage", nullptr}};
}

object ResponsesFormat::ended(const core::Usage &usage) const
{
    const bool isCut = m_reason == FinishReason::Length || m_reason == FinishReason::ContentFilter;
    object json = response(isCut ? "incomplete" : "completed");
    if (isCut) {
        json["incomplete_details"] =
                object{{"reason",
                        m_reason == FinishReason::Length ? "max_output_tokens" : "content_filter"}};
    }
    json["usage"] = usageOf(usage);
    return json;
}

QByteArray ResponsesFormat::whole(const ScriptedAnswer &answer)
{
    m_output.clear();
    const ScriptedChoice &script = answer.choices.first();
    if (!script.reasoning.isEmpty())
        m_output.push_back(reasoningItem(script.reasoning.join(QString())));
    if (!script.text.isEmpty() || script.toolCalls.isEmpty())
        m_output.push_back(messageItem(script.text.join(QString()), true));
    for (const core::ToolCall &each : script.toolCalls)
        m_output.push_back(callItem(each, true));
    m_reason = script.finishReason;
    return core::json::serialize(ended(answer.usage));
}

void ResponsesFormat::say(const char *type, object fields)
{
    object json{{"type", type}, {"sequence_number", m_number++}};
    json.insert(fields.begin(), fields.end());
    m_said += core::json::serialize(json);
}

void ResponsesFormat::begin()
{
    if (m_number > 0)
        return;
    m_output.clear();
    say("response.created", {{"response", response("in_progress")}});
    say("response.in_progress", {{"response", response("in_progress")}});
}

void ResponsesFormat::open(Open what)
{
    if (m_open == what)
        return;
    close();
    m_open = what;
    const auto index = m_output.size();
    if (what == Open::Reasoning) {
        say("response.output_item.added", {{"output_index", index}, {"item", reasoningItem({})}});
        return;
    }
    say("response.output_item.added", {{"output_index", index}, {"item", messageItem({}, false)}});
    say("response.content_part.added", {{"item_id", "msg_demo"},
                                        {"output_index", index},
                                        {"content_index", 0},
                                        {"part", textPart({})}});
}

void ResponsesFormat::close()
{
    const auto index = m_output.size();
    const QString text = std::exchange(m_text, {});
    switch (std::exchange(m_open, Open::Nothing)) {
    case Open::Nothing:
        return;
    case Open::Reasoning:
        say("response.reasoning_summary_text.done", {{"item_id", "rs_demo"},
                                                     {"output_index", index},
                                                     {"summary_index", 0},
                                                     {"text", core::json::string(text)}});
        m_output.push_back(reasoningItem(text));
        break;
    case Open::Message:
        say("response.output_text.done", {{"item_id", "msg_demo"},
                                          {"output_index", index},
                                          {"content_index", 0},
                                          {"text", core::json::string(text)}});
        say("response.content_part.done", {{"item_id", "msg_demo"},
                                           {"output_index", index},
                                           {"content_index", 0},
                                           {"part", textPart(text)}});
        m_output.push_back(messageItem(text, true));
        break;
    }
    say("response.output_item.done", {{"output_index", index}, {"item", m_output[index]}});
}

void ResponsesFormat::call(const core::ToolCall &call)
{
    const auto index = m_output.size();
    const object item = callItem(call, true);
    say("response.output_item.added", {{"output_index", index}, {"item", callItem(call, false)}});
    say("response.function_call_arguments.delta",
        {{"item_id", item.at("id")}, {"output_index", index}, {"delta", item.at("arguments")}});
    say("response.function_call_arguments.done",
        {{"item_id", item.at("id")}, {"output_index", index}, {"arguments", item.at("arguments")}});
    m_output.push_back(item);
    say("response.output_item.done", {{"output_index", index}, {"item", item}});
}

QByteArrayList ResponsesFormat::events(const AnswerStep &step)
{
    begin();
    switch (step.kind) {
    case AnswerStep::Kind::Reasoning:
        open(Open::Reasoning);
        m_text += step.text;
        say("response.reasoning_summary_text.delta", {{"item_id", "rs_demo"},
                                                      {"output_index", m_output.size()},
                                                      {"summary_index", 0},
                                                      {"delta", core::json::string(step.text)}});
        break;
    case AnswerStep::Kind::Text:
        open(Open::Message);
        m_text += step.text;
        say("response.output_text.delta", {{"item_id", "msg_demo"},
                                           {"output_index", m_output.size()},
                                           {"content_index", 0},
                                           {"delta", core::json::string(step.text)}});
        break;
    case AnswerStep::Kind::ToolCalls:
        close();
        for (const core::ToolCall &each : step.toolCalls)
            call(each);
        break;
    case AnswerStep::Kind::Finish:
        close();
        m_reason = step.finishReason;
        break;
    case AnswerStep::Kind::Usage: {
        object response = ended(step.usage);
        const bool isComplete = response.at("status") == "completed";
        say(isComplete ? "response.completed" : "response.incomplete",
            {{"response", std::move(response)}});
        break;
    }
    }
    return std::exchange(m_said, {});
}

QByteArray ResponsesFormat::nameOf(QByteArrayView data) const
{
    const auto json = core::json::parseObject(data);
    return json ? core::json::textAt(*json, "type").toUtf8() : QByteArray();
}

QByteArray ResponsesFormat::errorEvent(Fault::ErrorShape shape) const
{
    if (shape == Fault::ErrorShape::Oci)
        return AnswerFormat::errorEvent(shape);
    return core::json::serialize(object{{"type", "error"},
                                        {"code", "server_error"},
                                        {"message", "The model failed."},
                                        {"param", nullptr},
                                        {"sequence_number", m_number}});
}

} // namespace

std::unique_ptr<AnswerFormat> responsesFormat(AnswerContext context, const ResponsesCall &call)
{
    return std::make_unique<ResponsesFormat>(std::move(context), call);
}

} // namespace oci::demo
