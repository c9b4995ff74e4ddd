// SPDX-License-Identifier: MIT
#include "oci/demo/demoscript.h"

#include "core/json/json.h"
#include "oci/demo/demotext.h"
#include "oci/demo/promptcommand.h"
#include "oci/demo/schemavalue.h"
#include "oci/demo/toolchooser.h"
#include "oci/demo/wordpieces.h"

using namespace Qt::StringLiterals;
using core::ChatRequest;
using core::FinishReason;
using core::Message;
using core::ResponseFormat;

namespace oci::demo {

namespace {

constexpr qint64 tokensOfMessage = 4; // for its role and its borders
constexpr qint64 tokensOfImage = 85;

qint64 promptTokens(const ChatRequest &chat)
{
    qint64 count = 3;
    for (const Message &message : chat.messages) {
        count += tokensOfMessage;
        for (const core::ContentPart &part : message.content) {
            const auto *text = std::get_if<core::TextPart>(&part);
            count += text ? countPieces(text->text) : tokensOfImage;
        }
        for (const core::ToolCall &call : message.toolCalls)
            count += countPieces(call.name) + countPieces(QString::fromUtf8(call.arguments));
    }
    for (const core::Tool &tool : chat.tools) {
        count += countPieces(tool.name) + countPieces(tool.description) +
                 countPieces(QString::fromUtf8(core::json::serialize(tool.parameters)));
    }
    return count;
}

qint64 tokensOf(const QList<core::ToolCall> &calls)
{
    qint64 count = 0;
    for (const core::ToolCall &call : calls)
        count += countPieces(call.name) + countPieces(QString::fromUtf8(call.arguments));
    return count;
}

bool wantsJson(const ChatRequest &chat)
{
    return chat.responseFormat && chat.responseFormat->kind != ResponseFormat::Kind::Text;
}

QString jsonText(const ChatRequest &chat, int variant)
{
    const QString question = lastQuestion(chat);
    if (chat.responseFormat->kind == ResponseFormat::Kind::JsonSchema &&
        chat.responseFormat->schema) {
        return QString::fromUtf8(core::json::serialize(schemaValue(
                *chat.responseFormat->schema, {subjectsOf(question).value(variant), question})));
    }
    return QString::fromUtf8(core::json::serialize(
            boost::json::object{{"simulated", true},
                                {"question", core::json::string(question.left(200))},
                                {"version", variant + 1}}));
}

//! 4 KB pieces that share their memory, so that an answer of any length costs little.
QStringList hugeText(qint64 bytes)
{
    constexpr qint64 size = 4096;
    const QString line = u"This line of a huge simulated answer repeats.  \n"_s;
    const QString piece = line.repeated(qsizetype(size / line.size()) + 1).left(qsizetype(size));
    QStringList pieces(qsizetype(bytes / size), piece);
    if (const qint64 rest = bytes % size; rest > 0)
        pieces += piece.left(qsizetype(rest));
    return pieces;
}

QStringList reasoningFor(const ChatRequest &chat, const DemoModel &model)
{
    const auto command = promptCommand(lastQuestion(chat));
    if (command && command->kind == PromptCommand::Kind::Think)
        return wordPieces(reasoningText(chat, 12));
    const QString &effort = chat.reasoningEffort;
    if (!model.reasoning || effort == "none"_L1)
        return {};
    return wordPieces(reasoningText(chat, effort == "high"_L1 ? 4 : effort == "medium"_L1 ? 2 : 1));
}

void cutAtStop(ScriptedChoice &choice, const QStringList &stops)
{
    if (stops.isEmpty())
        return;
    const QString text = choice.text.join(QString());
    qsizetype end = text.size();
    for (const QString &stop : stops) {
        if (const qsizetype at = stop.isEmpty() ? -1 : text.indexOf(stop); at >= 0)
            end = std::min(end, at);
    }
    choice.metStop = end < text.size();
    if (choice.metStop)
        choice.text = wordPieces(text.first(end));
}

//! Reasoning counts first, as it comes first (protocol reference, 14.30).
void cutAtLimit(ScriptedChoice &choice, qint64 limit)
{
    if (choice.reasoning.size() + choice.text.size() + tokensOf(choice.toolCalls) <= limit)
        return;
    choice.finishReason = FinishReason::Length;
    choice.reasoning.resize(std::min<qsizetype>(choice.reasoning.size(), qsizetype(limit)));
    const qint64 left = limit - choice.reasoning.size();
    choice.text.resize(std::min<qsizetype>(choice.text.size(), qsizetype(left)));
    if (tokensOf(choice.toolCalls) > left)
        choice.toolCalls.clear(); // half a call is of no use to anybody
}

//! Puts the calls of an answer where a model of ToolStyle::Text has them.
ScriptedAnswer withCallsAsText(ScriptedAnswer answer)
{
    for (ScriptedChoice &choice : answer.choices) {
        for (const core::ToolCall &call : std::as_const(choice.toolCalls)) {
            const boost::json::object json{
                    {"name", core::json::string(call.name)},
                    {"arguments",
                     core::json::parseObject(call.arguments).value_or(boost::json::object())}};
            choice.text += wordPieces(u"<tool_call>\n%1\n</tool_call>\n"_s.arg(
                    QString::fromUtf8(core::json::serialize(json))));
        }
        if (!choice.toolCalls.isEmpty())
            choice.finishReason = FinishReason::Stop;
        choice.toolCalls.clear();
    }
    return answer;
}

} // namespace

ScriptedAnswer scriptedAnswer(const ChatRequest &chat, const DemoModel &model, qint64 answerBytes)
{
    ScriptedAnswer answer;
    qint64 reasoning = 0;
    for (int i = 0; i < chat.choices; ++i) {
        ScriptedChoice choice;
        if (answerBytes > 0) {
            choice.text = hugeText(answerBytes);
        } else {
            choice.reasoning = reasoningFor(chat, model);
            choice.toolCalls = chosenCalls(chat, i);
            if (!choice.toolCalls.isEmpty())
                choice.finishReason = FinishReason::ToolCalls;
            else
                choice.text = wordPieces(wantsJson(chat) ? jsonText(chat, i)
                                                         : answerText(chat, model, i));
            cutAtStop(choice, chat.stop);
            cutAtLimit(choice, chat.maxTokens.value_or(defaultLimit));
        }
        reasoning += choice.reasoning.size();
        answer.usage.completionTokens +=
                choice.reasoning.size() + choice.text.size() + tokensOf(choice.toolCalls);
        answer.choices += choice;
    }
    answer.usage.promptTokens = promptTokens(chat);
    answer.usage.totalTokens = answer.usage.promptTokens + answer.usage.completionTokens;
    if (reasoning > 0)
        answer.usage.reasoningTokens = reasoning;
    if (model.toolStyle == ToolStyle::Text)
        return withCallsAsText(std::move(answer));
    return answer;
}

} // namespace oci::demo
