// SPDX-License-Identifier: MIT
#include "ui/render/blockbuilder.h"

#include "ui/render/entities.h"

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int deepestNesting = 12; // shown; deeper is flattened

QString attributeText(const MD_ATTRIBUTE &attribute)
{
    QString text;
    for (int i = 0; attribute.text && attribute.substr_offsets[i] < attribute.size; ++i) {
        const MD_OFFSET from = attribute.substr_offsets[i];
        const QString piece = QString::fromUtf8(attribute.text + from,
                                                qsizetype(attribute.substr_offsets[i + 1] - from));
        text += attribute.substr_types[i] == MD_TEXT_ENTITY ? decodedEntity(piece) : piece;
    }
    return text;
}

Qt::Alignment alignment(MD_ALIGN align)
{
    switch (align) {
    case MD_ALIGN_CENTER:
        return Qt::AlignHCenter;
    case MD_ALIGN_RIGHT:
        return Qt::AlignRight;
    case MD_ALIGN_DEFAULT:
    case MD_ALIGN_LEFT:
        break;
    }
    return Qt::AlignLeft;
}

} // namespace

void BlockBuilder::placeMarker(MarkdownBlock &block)
{
    block.marker = std::exchange(m_marker, {});
    block.task = std::exchange(m_task, MarkdownBlock::Task::None);
}

void BlockBuilder::open(MarkdownBlock::Kind kind)
{
    flush();
    MarkdownBlock block;
    block.depth = std::min(int(m_lists.size()), deepestNesting);
    block.quote = std::min(m_quotes, deepestNesting);
    const bool firstOfItem = !m_marker.isEmpty();
    block.tight = !m_lists.isEmpty() && m_lists.last().tight;
    const bool carriesMarker =
            kind == MarkdownBlock::Kind::Paragraph || kind == MarkdownBlock::Kind::Heading;
    if (firstOfItem && !carriesMarker) {
        MarkdownBlock item = block;
        placeMarker(item);
        m_blocks.append(item);
    }
    block.kind = kind;
    if (firstOfItem && carriesMarker)
        placeMarker(block);
    m_block = std::move(block);
    m_isOpen = true;
}

void BlockBuilder::flush()
{
    if (!std::exchange(m_isOpen, false))
        return;
    if (m_block.kind == MarkdownBlock::Kind::Code && m_block.code.endsWith(u'\n'))
        m_block.code.chop(1);
    m_blocks.append(std::exchange(m_block, {}));
}

void BlockBuilder::enterBlock(MD_BLOCKTYPE type, void *detail)
{
    m_spans.clear();
    switch (type) {
    case MD_BLOCK_DOC:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
        break;
    case MD_BLOCK_QUOTE:
        flush();
        ++m_quotes;
        break;
    case MD_BLOCK_UL:
        flush();
        m_lists.append({.tight = static_cast<MD_BLOCK_UL_DETAIL *>(detail)->is_tight != 0});
        break;
    case MD_BLOCK_OL: {
        flush();
        const auto *list = static_cast<MD_BLOCK_OL_DETAIL *>(detail);
        m_lists.append({.ordered = true, .tight = list->is_tight != 0, .next = list->start});
        break;
    }
    case MD_BLOCK_LI: {
        flush();
        const auto *item = static_cast<MD_BLOCK_LI_DETAIL *>(detail);
        ListLevel &list = m_lists.last();
        m_marker = list.ordered ? QString::number(list.next++) + u'.' : u"•"_s;
        if (item->is_task)
            m_task = item->task_mark == ' ' ? MarkdownBlock::Task::Open : MarkdownBlock::Task::Done;
        break;
    }
    case MD_BLOCK_HR:
        open(MarkdownBlock::Kind::Rule);
        break;
    case MD_BLOCK_H:
        open(MarkdownBlock::Kind::Heading);
        m_block.level = int(static_cast<MD_BLOCK_H_DETAIL *>(detail)->level);
        break;
    case MD_BLOCK_CODE:
        open(MarkdownBlock::Kind::Code);
        m_block.language = attributeText(static_cast<MD_BLOCK_CODE_DETAIL *>(detail)->lang);
        break;
    case MD_BLOCK_HTML:
    case MD_BLOCK_P:
        open(MarkdownBlock::Kind::Paragraph);
        break;
    case MD_BLOCK_TABLE:
        open(MarkdownBlock::Kind::Table);
        break;
    case MD_BLOCK_TR:
        m_block.rows.append(QList<InlineText>());
        break;
    case MD_BLOCK_TH:
        m_block.columns.append(alignment(static_cast<MD_BLOCK_TD_DETAIL *>(detail)->align));
        [[fallthrough]];
    case MD_BLOCK_TD:
        m_block.rows.last().append(InlineText());
        m_inCell = true;
        break;
    }
}

void BlockBuilder::leaveBlock(MD_BLOCKTYPE type)
{
    m_spans.clear();
    switch (type) {
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        m_inCell = false;
        break;
    case MD_BLOCK_QUOTE:
        flush();
        --m_quotes;
        break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        flush();
        m_lists.removeLast();
        break;
    case MD_BLOCK_LI:
        if (!m_marker.isEmpty())
            open(MarkdownBlock::Kind::Paragraph); // an empty item
        flush();
        break;
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
    case MD_BLOCK_TR:
        break;
    case MD_BLOCK_DOC:
    case MD_BLOCK_HR:
    case MD_BLOCK_H:
    case MD_BLOCK_CODE:
    case MD_BLOCK_HTML:
    case MD_BLOCK_P:
    case MD_BLOCK_TABLE:
        flush();
        break;
    }
}

void BlockBuilder::enterSpan(MD_SPANTYPE type, void *detail)
{
    Span span{.type = type};
    if (!m_spans.isEmpty()) {
        span.style = m_spans.last().style;
        span.link = m_spans.last().link;
    }
    switch (type) {
    case MD_SPAN_EM:
    case MD_SPAN_U:
        span.style |= InlineRun::Italic;
        break;
    case MD_SPAN_STRONG:
        span.style |= InlineRun::Bold;
        break;
    case MD_SPAN_DEL:
        span.isUndecided = true;
        break;
    case MD_SPAN_CODE:
    case MD_SPAN_LATEXMATH:
    case MD_SPAN_LATEXMATH_DISPLAY:
        span.style |= InlineRun::Code;
        break;
    case MD_SPAN_A:
        span.link = attributeText(static_cast<MD_SPAN_A_DETAIL *>(detail)->href);
        break;
    case MD_SPAN_IMG:
        span.style |= InlineRun::Image;
        span.link = attributeText(static_cast<MD_SPAN_IMG_DETAIL *>(detail)->src);
        break;
    case MD_SPAN_WIKILINK:
        break;
    }
    m_spans.append(span);
}

void BlockBuilder::leaveSpan(MD_SPANTYPE type)
{
    const auto left = std::ranges::find_last(m_spans, type, &Span::type);
    if (left.empty())
        return; // was never entered
    m_spans.erase(std::next(left.begin()), m_spans.end());
    // An image without a description would leave nothing to see.
    if (type == MD_SPAN_IMG && (runs().isEmpty() || runs().last().link != m_spans.last().link))
        append(m_spans.last().link);
    if (m_spans.takeLast().isLiteral)
        append(u"~"_s);
}

// md4c strikes out between single tildes, too, as GitHub does. In prose they are "about" and "to":
// "5~10 or 20~30". What is between the tildes and the text are other spans that begin there.
void BlockBuilder::decideTildes(const char *behind)
{
    const auto span = std::ranges::find(m_spans, true, &Span::isUndecided);
    if (span == m_spans.end())
        return;
    span->isUndecided = false;
    const QByteArrayView before = m_source.first(behind - m_source.data());
    qsizetype end = before.size();
    while (end > 0 && QByteArrayView("*_[!`").contains(before.at(end - 1)))
        --end;
    if (before.first(end).endsWith("~~")) {
        for (auto inside = span; inside != m_spans.end(); ++inside)
            inside->style |= InlineRun::Strike;
    } else {
        span->isLiteral = true;
        append(u"~"_s);
    }
}

void BlockBuilder::addText(MD_TEXTTYPE type, QByteArrayView text)
{
    const std::less_equal<> isBefore; // also of pointers into different arrays
    if (isBefore(m_source.begin(), text.begin()) && isBefore(text.end(), m_source.end()))
        decideTildes(text.data());
    switch (type) {
    case MD_TEXT_NULLCHAR:
        append(QString(QChar::ReplacementCharacter));
        break;
    case MD_TEXT_BR:
    case MD_TEXT_SOFTBR:
        append(u"\n"_s);
        break;
    case MD_TEXT_ENTITY:
        append(decodedEntity(QString::fromUtf8(text)));
        break;
    case MD_TEXT_NORMAL:
    case MD_TEXT_CODE:
    case MD_TEXT_HTML:
    case MD_TEXT_LATEXMATH:
        append(QString::fromUtf8(text));
        break;
    }
}

void BlockBuilder::append(const QString &text)
{
    if (text.isEmpty())
        return;
    if (!m_isOpen)
        open(MarkdownBlock::Kind::Paragraph); // items of tight lists have no paragraph
    if (m_block.kind == MarkdownBlock::Kind::Code) {
        m_block.code += text;
        return;
    }
    if (m_block.kind == MarkdownBlock::Kind::Table && !m_inCell)
        return;
    const Span span = m_spans.isEmpty() ? Span() : m_spans.last();
    InlineText &shown = runs();
    if (!shown.isEmpty() && shown.last().style == span.style && shown.last().link == span.link)
        shown.last().text += text;
    else
        shown.append({.text = text, .style = span.style, .link = span.link});
}

} // namespace ui
