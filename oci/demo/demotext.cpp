// SPDX-License-Identifier: MIT
#include "oci/demo/demotext.h"

#include "oci/demo/codesample.h"
#include "oci/demo/imagefacts.h"
#include "oci/demo/promptcommand.h"
#include "oci/demo/wordpieces.h"

#include <algorithm>
#include <ranges>

using namespace Qt::StringLiterals;
using core::ChatRequest;
using core::Message;
using core::Role;

namespace oci::demo {

namespace {

bool isChinese(const QString &text)
{
    return std::ranges::any_of(text.left(2000),
                               [](QChar c) { return c.script() == QChar::Script_Han; });
}

//! One line, short enough for a quotation, without signs that Markdown would take for its own.
QString quoted(const QString &text, qsizetype longest = 160)
{
    QString line = text.simplified();
    if (line.size() > longest) {
        line.truncate(longest);
        if (line.back().isHighSurrogate())
            line.chop(1);
        line += u'…';
    }
    QString out;
    for (const QChar c : std::as_const(line)) {
        if (u"\\`*_[]<>|#~$"_s.contains(c))
            out += u'\\';
        out += c;
    }
    return out;
}

QString fenced(const CodeSample &sample)
{
    return u"```%1\n%2\n```\n"_s.arg(sample.language, sample.code);
}

QList<ImageFacts> imagesOf(const ChatRequest &chat)
{
    QList<ImageFacts> images;
    for (const Message &message : chat.messages | std::views::reverse) {
        if (message.role != Role::User)
            continue;
        for (const core::ContentPart &part : message.content) {
            if (const auto *image = std::get_if<core::ImagePart>(&part))
                images += imageFacts(image->url);
        }
        break;
    }
    return images;
}

QString describe(const ImageFacts &image)
{
    QString text =
            image.mediaType.isEmpty() ? u"unknown type"_s : QString::fromLatin1(image.mediaType);
    if (image.size)
        text += u", %1 × %2 pixels"_s.arg(image.size->width()).arg(image.size->height());
    return text + u", %1 bytes"_s.arg(image.bytes);
}

QString imageSection(const QList<ImageFacts> &images, bool chinese)
{
    if (images.isEmpty())
        return {};
    QString text;
    if (chinese)
        text = u"## 图片\n\n我收到了 %1 张图片：\n\n"_s.arg(images.size());
    else
        text = u"## Your images\n\nI received %1 image%2:\n\n"_s.arg(images.size())
                       .arg(images.size() == 1 ? QString() : u"s"_s);
    for (qsizetype i = 0; i < images.size(); ++i)
        text += u"%1. %2\n"_s.arg(i + 1).arg(describe(images[i]));
    return text + u'\n';
}

QString systemPromptOf(const ChatRequest &chat)
{
    for (const Message &message : chat.messages) {
        if (message.role == Role::System || message.role == Role::Developer)
            return core::textOf(message);
    }
    return {};
}

qsizetype questionsIn(const ChatRequest &chat)
{
    return std::ranges::count(chat.messages, Role::User, &Message::role);
}

QString english(const ChatRequest &chat, const DemoModel &model, const QString &question,
                int variant)
{
    const CodeSample sample = codeSampleFor(question);
    QString text = u"# A simulated answer%1\n\n"_s.arg(
            variant == 0 ? QString() : u", version %1"_s.arg(variant + 1));
    text += u"> You said: “%1”\n\n"_s.arg(quoted(question));
    text += u"No model was asked and nothing left this computer. The **demo service** wrote this "
            "in the name of `%1`, so that you can see how answers look and how fast they "
            "arrive.\n\n"_s.arg(QString::fromLatin1(model.name));
    text += imageSection(imagesOf(chat), false);
    text += u"## What you can try\n\n"
            "- Ask for code in **Python**, **Rust**, **C++**, *SQL* or the *shell*\n"
            "- Choose another model: some think aloud first, some read images\n"
            "- Stop an answer half way, edit your message and send it again\n"
            "- Type `/help` for answers that fail, stall or go on for long\n\n"_s;
    text += u"## What arrived\n\n"
            "| What | How much |\n"
            "| --- | ---: |\n"
            "| Characters | %1 |\n"
            "| Tokens, about | %2 |\n"
            "| Questions in this conversation | %3 |\n\n"_s.arg(question.size())
                    .arg(countPieces(question))
                    .arg(questionsIn(chat));
    if (const QString system = systemPromptOf(chat); !system.isEmpty())
        text += u"Your instructions for me begin with “%1”.\n\n"_s.arg(quoted(system, 80));
    text += u"## Some code\n\n"_s + fenced(sample);
    text += u"\nWith a real connection, a model would have written something *useful* here. "
            "1. Add an OCI profile; 2. choose a region; 3. ask again."_s;
    return text;
}

QString chinese(const ChatRequest &chat, const DemoModel &model, const QString &question,
                int variant)
{
    QString text = u"# 模拟回答%1\n\n"_s.arg(variant == 0 ? QString()
                                                          : u"（第 %1 版）"_s.arg(variant + 1));
    text += u"> 您说：“%1”\n\n"_s.arg(quoted(question));
    text += u"没有询问任何模型，也没有数据离开这台电脑。**演示服务**以 `%1` 的名义写下这段文字，"
            "好让您看到回答的样子和速度。\n\n"_s.arg(QString::fromLatin1(model.name));
    text += imageSection(imagesOf(chat), true);
    text += u"## 您可以试试\n\n"
            "- 请我写 **Python**、**Rust** 或 *SQL* 代码\n"
            "- 换一个模型：有的会先思考，有的能看图片\n"
            "- 输入 `/help` 查看会出错、停顿或很长的回答\n\n"_s;
    text += u"## 收到的内容\n\n"
            "| 项目 | 数量 |\n"
            "| --- | ---: |\n"
            "| 字符 | %1 |\n"
            "| 词元（约） | %2 |\n"
            "| 本次对话的提问 | %3 |\n\n"_s.arg(question.size())
                    .arg(countPieces(question))
                    .arg(questionsIn(chat));
    return text + u"## 一段代码\n\n"_s + fenced(codeSampleFor(question)) +
           u"\n连接真实的服务之后，这里就是模型的回答。"_s;
}

//! The results that came last, each with the name of the call that it answers.
QString withResults(const ChatRequest &chat)
{
    QList<Message> results;
    QHash<QString, QString> names;
    for (const Message &message : chat.messages) {
        if (message.role != Role::Tool)
            results.clear();
        else
            results += message;
        for (const core::ToolCall &call : message.toolCalls)
            names.insert(call.id, call.name);
    }
    QString text = u"# What the tools say\n\n"_s;
    for (const Message &result : std::as_const(results)) {
        const QString name = names.value(result.toolCallId, u"tool"_s);
        text += u"- `%1` answered: %2\n"_s.arg(name.left(128), quoted(core::textOf(result), 400));
    }
    text += u"\nSo much for your question “%1”. The results are yours; this sentence around them "
            "is **simulated**."_s.arg(quoted(lastQuestion(chat)));
    return text;
}

QString longText(const DemoModel &model)
{
    QString text = u"# A long simulated answer\n\n"_s;
    for (int chapter = 1; chapter <= 40; ++chapter) {
        text += u"## Chapter %1\n\n"
                "This is paragraph %1 of forty from the demo service in the name of `%2`. Scroll "
                "while it grows: the view should stay where you put it, and follow again once "
                "you return to the end. Nothing here was thought by a model.\n\n"
                "- It has lists\n- with *two* entries each\n\n"_s.arg(chapter)
                        .arg(QString::fromLatin1(model.name));
        if (chapter % 5 == 0)
            text += fenced(codeSampleFor(chapter % 10 == 0 ? u"rust"_s : u"sql"_s)) + u'\n';
    }
    return text + u"That was all."_s;
}

} // namespace

QString answerText(const ChatRequest &chat, const DemoModel &model, int variant)
{
    if (!chat.messages.isEmpty() && chat.messages.last().role == Role::Tool)
        return withResults(chat);
    const QString question = lastQuestion(chat);
    if (const auto command = promptCommand(question)) {
        if (command->kind == PromptCommand::Kind::Help)
            return helpText();
        if (command->kind == PromptCommand::Kind::Long)
            return longText(model);
    }
    return isChinese(question) ? chinese(chat, model, question, variant)
                               : english(chat, model, question, variant);
}

QString reasoningText(const ChatRequest &chat, int paragraphs)
{
    const QString question = lastQuestion(chat);
    if (isChinese(question)) {
        return u"用户问的是“%1”。这是演示，所以我写一段清楚标明为模拟的回答，"
               "再附上列表、表格和代码。"_s.arg(question.simplified().left(80));
    }
    QString text = u"The person asks: \"%1\". This is the demo, so I should say clearly that the "
                   "answer is simulated, and show a list, a table and some code."_s.arg(
                           question.simplified().left(80));
    for (int i = 1; i < paragraphs; ++i) {
        text += u"\n\nStep %1: let me look at it from another side, weigh what speaks for it and "
                "against it, and check that nothing was left out."_s.arg(i);
    }
    return text;
}

} // namespace oci::demo
