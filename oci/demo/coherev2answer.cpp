// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "oci/demo/answerformat.h"
#include "oci/demo/refusal.h"

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using core::FinishReason;
using core::ToolCall;

namespace oci::demo {

namespace {

std::string_view finishWord(FinishReason reason, bool metStop)
{
    switch (reason) {
    case FinishReason::Stop:
        return metStop ? "STOP_SEQUENCE" : "COMPLETE";
    case FinishReason::Length:
        return "MAX_TOKENS";
    case FinishReason::ToolCalls:
        return "TOOL_CALL";
    case FinishReason::ContentFilter:
        return "ERROR_TOXIC";
    }
    return "COMPLETE";
}

object callJson(const ToolCall &call, const QString &arguments)
{
    return {{"id", core::json::string(call.id)},
            {"type", "FUNCTION"},
            {"function", object{{"name", core::json::string(call.name)},
                                {"arguments", core::json::string(arguments)}}}};
}

object part(std::string_view type, std::string_view key, const QString &text)
{
    return {{"type", type}, {key, core::json::string(text)}};
}

//! What a model that does not think aloud says before it calls.
QString planFor(const QList<ToolCall> &calls)
{
    return u"I will use %1."_s.arg(calls.first().name);
}

//! COHEREV2 JSON and events (protocol reference, 7.8 and 7.13).
class CohereV2Format final : public AnswerFormat
{
public:
    explicit CohereV2Format(AnswerContext context) : m_context(std::move(context)) { }

    QByteArray whole(const ScriptedAnswer &answer) override;
    QByteArrayList events(const AnswerStep &step) override;
    QByteArray errorEvent(Fault::ErrorShape shape) const override;

private:
    QByteArray messageEvent(object message, object more = {});
    QByteArrayList callEvents(const QList<ToolCall> &calls);
    array citations(const QString &text) const;
    //! One entry for each piece, if they were asked for.
    void addLogProbs(const QStringList &pieces, object &json) const;
    [[nodiscard]] bool plans() const { return !m_context.model.reasoning; }

    AnswerContext m_context;
    quint32 m_events = 0;
    QString m_text;
};

array CohereV2Format::citations(const QString &text) const
{
    const QString cited = citedPart(text);
    const array &documents = m_context.call.chat.documents;
    if (documents.empty() || cited.isEmpty())
        return {};
    const object source{{"type", "DOCUMENT"},
                        {"document", object{{"id", "doc:0"}, {"document", documents.front()}}}};
    return {object{{"start", 0},
                   {"end", cited.size()},
                   {"text", core::json::string(cited)},
                   {"contentIndex", 0},
                   {"type", "TEXT_CONTENT"},
                   {"sources", array{source}}}};
}

void CohereV2Format::addLogProbs(const QStringList &pieces, object &json) const
{
    if (!m_context.call.chat.topLogProbs)
        return;
    array all;
    for (const QString &piece : pieces) {
        all.push_back(object{{"tokenIds", array{piece.size()}},
                             {"text", core::json::string(piece)},
                             {"logProbabilities", array{-0.25}}});
    }
    json["logProbabilities"] = std::move(all);
}

QByteArray CohereV2Format::whole(const ScriptedAnswer &answer)
{
    const ScriptedChoice &script = answer.choices.first();
    const QString text = script.text.join(QString());
    array content;
    if (!script.reasoning.isEmpty())
        content.push_back(part("THINKING", "thinking", script.reasoning.join(QString())));
    if (!text.isEmpty())
        content.push_back(part("TEXT", "text", text));
    object message{{"role", "ASSISTANT"}, {"content", std::move(content)}};
    if (!script.toolCalls.isEmpty()) {
        if (plans())
            message["toolPlan"] = core::json::string(planFor(script.toolCalls));
        array calls;
        for (const ToolCall &call : script.toolCalls)
            calls.push_back(callJson(call, QString::fromUtf8(call.arguments)));
        message["toolCalls"] = std::move(calls);
    }
    if (array sources = citations(text); !sources.empty())
        message["citations"] = std::move(sources);

    object json{{"apiFormat", "COHEREV2"},
                {"id", core::json::string(QByteArrayView(m_context.id))},
                {"message", std::move(message)}};
    if (m_context.finishReason)
        json["finishReason"] = finishWord(script.finishReason, script.metStop);
    addLogProbs(script.text, json);
    json["usage"] = usageJson(answer.usage);
    return nativeBody(m_context, std::move(json));
}

QByteArray CohereV2Format::messageEvent(object message, object more)
{
    object json{{"apiFormat", "COHEREV2"}};
    object all{{"role", "ASSISTANT"}};
    all.insert(message.begin(), message.end());
    json["message"] = std::move(all);
    json.insert(more.begin(), more.end());
    return paddedEvent(std::move(json), ++m_events);
}

QByteArrayList CohereV2Format::callEvents(const QList<ToolCall> &calls)
{
    QByteArrayList out;
    if (plans())
        out += messageEvent({{"toolPlan", core::json::string(planFor(calls))}});
    const bool inPieces = m_context.model.toolStyle == ToolStyle::Fragments;
    for (const ToolCall &call : calls) {
        const QString arguments = QString::fromUtf8(call.arguments);
        const object announced = callJson(call, inPieces ? QString() : arguments);
        out += messageEvent({{"toolCalls", array{announced}}});
        if (!inPieces)
            continue;
        for (const QString &piece : argumentPieces(call.arguments)) {
            const object function{{"arguments", core::json::string(piece)}};
            out += messageEvent({{"toolCalls", array{object{{"function", function}}}}});
        }
    }
    return out;
}

QByteArrayList CohereV2Format::events(const AnswerStep &step)
{
    switch (step.kind) {
    case AnswerStep::Kind::Reasoning:
        return {messageEvent({{"content", array{part("THINKING", "thinking", step.text)}}})};
    case AnswerStep::Kind::Text: {
        m_text += step.text;
        object more;
        addLogProbs({step.text}, more);
        return {messageEvent({{"content", array{part("TEXT", "text", step.text)}}},
                             std::move(more))};
    }
    case AnswerStep::Kind::ToolCalls:
        return callEvents(step.toolCalls);
    case AnswerStep::Kind::Finish: {
        QByteArrayList out;
        if (array sources = citations(m_text); !sources.empty())
            out += messageEvent({{"citations", std::move(sources)}});
        object more;
        if (m_context.finishReason)
            more["finishReason"] = finishWord(step.finishReason, step.metStop);
        return out << messageEvent({}, std::move(more));
    }
    case AnswerStep::Kind::Usage:
        break;
    }
    if (!m_context.call.includeUsage)
        return {};
    return {paddedEvent({{"apiFormat", "COHEREV2"}, {"usage", usageJson(step.usage)}}, ++m_events)};
}

QByteArray CohereV2Format::errorEvent(Fault::ErrorShape shape) const
{
    if (shape != Fault::ErrorShape::FinishReason)
        return AnswerFormat::errorEvent(shape);
    return core::json::serialize(object{{"apiFormat", "COHEREV2"},
                                        {"message", object{{"role", "ASSISTANT"}}},
                                        {"finishReason", "ERROR"},
                                        {"errorMessage", core::json::string(messageFor(500))}});
}

} // namespace

std::unique_ptr<AnswerFormat> cohereV2Format(AnswerContext context)
{
    return std::make_unique<CohereV2Format>(std::move(context));
}

} // namespace oci::demo
