// SPDX-License-Identifier: MIT
#include "ui/chat/blockcolumn.h"

#include "ui/chat/codeblock.h"
#include "ui/chat/proseblock.h"
#include "ui/chat/tableblock.h"
#include "ui/theme/metrics.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace ui {

namespace {

using Kind = MarkdownBlock::Kind;

bool isProse(Kind kind)
{
    return kind != Kind::Code && kind != Kind::Table;
}

bool sameWidget(Kind a, Kind b)
{
    return a == b || (isProse(a) && isProse(b));
}

int gapBetween(const MarkdownBlock &above, const MarkdownBlock &below)
{
    if (below.kind == Kind::Heading)
        return below.level <= 2 ? 26 : 20;
    if (!isProse(above.kind) || !isProse(below.kind))
        return above.kind == Kind::Heading ? 12 : 15;
    if (above.kind == Kind::Heading)
        return 9;
    if (below.depth > 0 && above.depth > 0)
        return below.tight ? 7 : 11;
    return 13;
}

int indentOf(const MarkdownBlock &block)
{
    const int lists = block.marker.isEmpty() ? block.depth : block.depth - 1;
    return lists * metrics::listIndent + block.quote * metrics::quoteIndent;
}

} // namespace

BlockColumn::BlockColumn(const RenderContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
{
}

TextBlock *BlockColumn::make(const MarkdownBlock &block)
{
    switch (block.kind) {
    case Kind::Code:
        return new CodeBlock(m_context, this);
    case Kind::Table:
        return new TableBlock(m_context, this);
    case Kind::Paragraph:
    case Kind::Heading:
    case Kind::Rule:
        break;
    }
    return new ProseBlock(m_context, this);
}

int BlockColumn::setBlocks(const QList<MarkdownBlock> &blocks)
{
    int changed = 0;
    for (qsizetype i = 0; i < blocks.size(); ++i) {
        const bool known = i < m_blocks.size();
        if (known && m_blocks[i] == blocks[i])
            continue;
        ++changed;
        if (known && sameWidget(m_blocks[i].kind, blocks[i].kind)) {
            m_widgets[i]->setContent(blocks[i]);
            continue;
        }
        TextBlock *widget = make(blocks[i]);
        widget->setContent(blocks[i]);
        if (known)
            delete std::exchange(m_widgets[i], widget);
        else
            m_widgets.append(widget);
        // Made late, it would come last in the order of Tab.
        if (i > 0)
            setTabOrder(m_widgets[i - 1], widget);
        widget->show();
    }
    while (m_widgets.size() > blocks.size())
        delete m_widgets.takeLast();
    m_blocks = blocks;
    if (changed > 0)
        update();
    return changed;
}

int BlockColumn::layOut(int width)
{
    int y = 0;
    for (qsizetype i = 0; i < m_widgets.size(); ++i) {
        if (i > 0)
            y += gapBetween(m_blocks[i - 1], m_blocks[i]);
        const int indent = std::min(indentOf(m_blocks[i]), width / 2);
        const int height = m_widgets[i]->layOut(width - indent);
        m_widgets[i]->setGeometry(indent, y, width - indent, height);
        y += height;
    }
    return y;
}

void BlockColumn::restyle()
{
    for (TextBlock *widget : std::as_const(m_widgets))
        widget->restyle();
}

void BlockColumn::paintEvent(QPaintEvent *)
{
    // One bar along each quotation, also across the gaps between its blocks.
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(
            m_context.theme->colors().line.darker(m_context.theme->colors().dark ? 70 : 112));
    for (int level = 1;; ++level) {
        bool any = false;
        for (qsizetype i = 0; i < m_blocks.size(); ++i) {
            if (m_blocks[i].quote < level)
                continue;
            any = true;
            qsizetype last = i;
            while (last + 1 < m_blocks.size() && m_blocks[last + 1].quote >= level)
                ++last;
            const QRect bar(QPoint((level - 1) * metrics::quoteIndent, m_widgets[i]->y()),
                            QSize(3, m_widgets[last]->geometry().bottom() - m_widgets[i]->y()));
            painter.drawRoundedRect(bar, 1.5, 1.5);
            i = last;
        }
        if (!any)
            break;
    }
}

} // namespace ui
