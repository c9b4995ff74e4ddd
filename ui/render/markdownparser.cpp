// SPDX-License-Identifier: MIT
#include "ui/render/markdownparser.h"

#include "ui/render/blockbuilder.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr unsigned dialect = MD_DIALECT_GITHUB | MD_FLAG_NOHTML;

BlockBuilder &builder(void *data)
{
    return *static_cast<BlockBuilder *>(data);
}

} // namespace

QString plainText(const InlineText &text)
{
    QString plain;
    for (const InlineRun &run : text)
        plain += run.text;
    return plain;
}

QList<MarkdownBlock> parseMarkdown(QStringView markdown)
{
    MD_PARSER parser{};
    parser.flags = dialect;
    parser.enter_block = [](MD_BLOCKTYPE type, void *detail, void *data) {
        builder(data).enterBlock(type, detail);
        return 0;
    };
    parser.leave_block = [](MD_BLOCKTYPE type, void *, void *data) {
        builder(data).leaveBlock(type);
        return 0;
    };
    parser.enter_span = [](MD_SPANTYPE type, void *detail, void *data) {
        builder(data).enterSpan(type, detail);
        return 0;
    };
    parser.leave_span = [](MD_SPANTYPE type, void *, void *data) {
        builder(data).leaveSpan(type);
        return 0;
    };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *data) {
        builder(data).addText(type, QByteArrayView(text, qsizetype(size)));
        return 0;
    };

    const QByteArray utf8 = markdown.toUtf8();
    BlockBuilder blocks(utf8);
    md_parse(utf8.constData(), MD_SIZE(utf8.size()), &parser, &blocks);
    return blocks.take();
}

QString withClosedTail(const QString &markdown)
{
    const qsizetype start = std::max(qsizetype(0), markdown.lastIndexOf(u"\n\n"_s));
    const QStringView tail = QStringView(markdown).sliced(start);
    if (tail.contains(u"```"_s) || tail.contains(u"~~~"_s))
        return markdown;
    if (tail.count(u'`') % 2 == 1)
        return tail.endsWith(u'`') ? markdown : markdown + u'`';
    if (tail.contains(u'`'))
        return markdown; // asterisks inside code are not emphasis
    if (tail.count(u"**"_s) % 2 == 1) {
        // "**" with nothing after it would be closed to a rule or a literal; leave it.
        const QChar last = tail.last();
        return last == u'*' || last.isSpace() ? markdown : markdown + u"**"_s;
    }
    return markdown;
}

} // namespace ui
