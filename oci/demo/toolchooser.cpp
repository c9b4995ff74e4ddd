// SPDX-License-Identifier: MIT
#include "oci/demo/toolchooser.h"

#include "core/json/json.h"
#include "oci/demo/chatcall.h"
#include "oci/demo/schemavalue.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::ChatRequest;
using core::Tool;
using core::ToolCall;
using Mode = core::ToolChoice::Mode;

namespace oci::demo {

namespace {

constexpr qsizetype mostSubjects = 4;
constexpr qsizetype longestQuestion = 20'000; // of which words are looked for

QStringList wordsOfName(const QString &name)
{
    static const QRegularExpression boundary(u"[_\\-.]+|(?<=[a-z0-9])(?=[A-Z])"_s);
    static const QStringList tooCommon{u"get"_s,  u"set"_s,     u"list"_s, u"find"_s, u"fetch"_s,
                                       u"the"_s,  u"call"_s,    u"tool"_s, u"for"_s,  u"and"_s,
                                       u"with"_s, u"current"_s, u"from"_s, u"make"_s, u"new"_s};
    QStringList words;
    const QStringList parts = name.split(boundary, Qt::SkipEmptyParts);
    for (const QString &part : parts) {
        if (part.size() >= 3 && !tooCommon.contains(part.toLower()))
            words += part.toLower();
    }
    return words;
}

bool fits(const Tool &tool, const QString &question)
{
    if (!tool.name.isEmpty() && question.contains(tool.name, Qt::CaseInsensitive))
        return true;
    return std::ranges::any_of(wordsOfName(tool.name), [&](const QString &word) {
        return question.contains(QRegularExpression(
                u"\\b"_s + QRegularExpression::escape(word) + u"s?(?![\\p{L}\\p{N}])"_s,
                QRegularExpression::CaseInsensitiveOption |
                        QRegularExpression::UseUnicodePropertiesOption));
    });
}

QList<Tool> fittingTools(const ChatRequest &chat, const QString &question)
{
    const Mode mode = chat.toolChoice ? chat.toolChoice->mode : Mode::Auto;
    if (mode == Mode::None)
        return {};
    QList<Tool> fitting;
    for (const Tool &tool : chat.tools) {
        if (mode == Mode::Function ? tool.name == chat.toolChoice->function : fits(tool, question))
            fitting += tool;
    }
    if (fitting.isEmpty() && mode == Mode::Required && !chat.tools.isEmpty())
        fitting += chat.tools.first();
    return fitting;
}

//! Whether a subject makes a difference to the arguments.
bool takesSubject(const Tool &tool, const QStringList &subjects, const QString &question)
{
    return subjects.size() > 1 && schemaValue(tool.parameters, {subjects[0], question}) !=
                                          schemaValue(tool.parameters, {subjects[1], question});
}

qsizetype callsBefore(const ChatRequest &chat)
{
    qsizetype count = 0;
    for (const core::Message &message : chat.messages)
        count += message.toolCalls.size();
    return count;
}

} // namespace

QStringList subjectsOf(const QString &question)
{
    static const QRegularExpression quoted(u"[\"“„「]([^\"“”「」]{1,80})[\"”“」]"_s);
    static const QRegularExpression capitalised(u"(?<![.!?:]\\s)(?<!^)(?<![\\p{L}\\p{N}])"
                                                "(\\p{Lu}\\p{L}{2,}(?: \\p{Lu}\\p{L}+)*)"_s,
                                                QRegularExpression::UseUnicodePropertiesOption);
    QStringList subjects;
    for (const QRegularExpression *pattern : {&quoted, &capitalised}) {
        auto matches = pattern->globalMatch(question.left(longestQuestion));
        while (matches.hasNext() && subjects.size() < mostSubjects) {
            const QString subject = matches.next().captured(1).trimmed();
            if (!subject.isEmpty() && !subjects.contains(subject))
                subjects += subject;
        }
        if (!subjects.isEmpty())
            break;
    }
    return subjects;
}

QList<ToolCall> chosenCalls(const ChatRequest &chat, int variant)
{
    if (chat.tools.isEmpty() || chat.messages.isEmpty() ||
        chat.messages.last().role == core::Role::Tool)
        return {};
    const QString question = lastQuestion(chat).left(longestQuestion);
    const QStringList subjects = subjectsOf(question);

    QList<ToolCall> calls;
    const QList<Tool> tools = fittingTools(chat, question);
    for (const Tool &tool : tools) {
        const bool each = takesSubject(tool, subjects, question);
        const qsizetype count = each ? subjects.size() : 1;
        for (qsizetype i = 0; i < count; ++i) {
            const SchemaHints hints{subjects.value(i), question};
            calls += ToolCall{.name = tool.name,
                              .arguments = core::json::serialize(
                                      schemaValue(tool.parameters.empty()
                                                          ? boost::json::object{{"type", "object"}}
                                                          : tool.parameters,
                                                  hints))};
        }
    }
    if (!chat.parallelToolCalls.value_or(true) && calls.size() > 1)
        calls.resize(1);
    qsizetype number = callsBefore(chat) + variant * calls.size();
    for (ToolCall &call : calls)
        call.id = u"call_demo_%1"_s.arg(++number);
    return calls;
}

} // namespace oci::demo
