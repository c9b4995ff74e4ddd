// SPDX-License-Identifier: MIT
#include "ui/chat/turncontent.h"

#include "ui/render/markdownparser.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(ui::TurnContent)
};

MarkdownBlock paragraph(const QString &text, const QString &link = {})
{
    return {.kind = MarkdownBlock::Kind::Paragraph, .text = {{.text = text, .link = link}}};
}

void appendSources(QList<MarkdownBlock> &blocks, const QList<core::UrlCitation> &citations)
{
    int number = 0;
    QStringList seen;
    for (const core::UrlCitation &citation : citations) {
        if (citation.url.isEmpty() || seen.contains(citation.url))
            continue;
        if (seen.isEmpty())
            blocks.append({.kind = MarkdownBlock::Kind::Heading,
                           .level = 4,
                           .text = {{.text = Words::tr("Sources")}}});
        seen.append(citation.url);
        MarkdownBlock source =
                paragraph(citation.title.isEmpty() ? citation.url : citation.title, citation.url);
        source.depth = 1;
        source.tight = true;
        source.marker = QString::number(++number) + u'.';
        blocks.append(source);
    }
}

// The completion's tokens came after the first one did.
double tokensPerSecond(const core::Turn &turn)
{
    if (!turn.usage || turn.duration.count() <= 0)
        return 0;
    const auto speaking = turn.duration - turn.timeToFirstToken;
    const auto measured = speaking.count() > 0 ? speaking : turn.duration;
    return double(turn.usage->completionTokens) * 1000.0 / double(measured.count());
}

} // namespace

QList<MarkdownBlock> blocksOf(const core::Turn &turn)
{
    QString text = core::textOf(turn.message);
    if (!turn.message.refusal.isEmpty())
        text += (text.isEmpty() ? QString() : u"\n\n"_s) + turn.message.refusal;
    const bool growing = turn.status == core::Turn::Status::Streaming;
    QList<MarkdownBlock> blocks = parseMarkdown(growing ? withClosedTail(text) : text);
    for (const core::ToolCall &call : turn.message.toolCalls) {
        blocks.append(paragraph(Words::tr("Calls the tool %1").arg(call.name)));
        blocks.append({.kind = MarkdownBlock::Kind::Code,
                       .language = u"json"_s,
                       .code = QString::fromUtf8(call.arguments)});
    }
    appendSources(blocks, turn.message.citations);
    return blocks;
}

QString footerOf(const core::Turn &turn)
{
    const QLocale locale;
    QStringList parts;
    if (!turn.model.isEmpty())
        parts += turn.model;
    if (turn.usage && turn.usage->completionTokens > 0)
        parts += Words::tr("%1 tokens").arg(locale.toString(turn.usage->completionTokens));
    if (turn.timeToFirstToken.count() > 0)
        parts +=
                Words::tr("first after %1 s")
                        .arg(locale.toString(double(turn.timeToFirstToken.count()) / 1000, 'f', 1));
    if (const double speed = tokensPerSecond(turn); speed > 0)
        parts += Words::tr("%1 tokens/s").arg(locale.toString(speed, 'f', speed < 10 ? 1 : 0));
    return parts.join(u"  ·  "_s);
}

QString endingOf(const core::Turn &turn)
{
    if (turn.status == core::Turn::Status::Stopped)
        return Words::tr("Stopped");
    if (turn.status != core::Turn::Status::Done)
        return {};
    switch (turn.finishReason) {
    case core::FinishReason::Length:
        return Words::tr("Cut off: the answer reached its token limit");
    case core::FinishReason::ContentFilter:
        return Words::tr("Ended by the service's content filter");
    case core::FinishReason::Stop:
    case core::FinishReason::ToolCalls:
        break;
    }
    return {};
}

} // namespace ui
