// SPDX-License-Identifier: MIT
#include "ui/chat/proseblock.h"

#include "ui/theme/metrics.h"
#include "ui/theme/theme.h"

#include <QFontInfo>
#include <QPainter>
#include <QPainterPath>
#include <QTextBlock>
#include <QTextCursor>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr std::array<double, 7> headingScale{1, 1.5, 1.28, 1.12, 1, 1, 1};
constexpr double lineHeight = 1.62; // of the font's size
constexpr double headingLineHeight = 1.35;
constexpr int ruleHeight = 9;

QString leaderFor(const MarkdownBlock &block)
{
    switch (block.task) {
    case MarkdownBlock::Task::Open:
        return u"[ ] "_s;
    case MarkdownBlock::Task::Done:
        return u"[x] "_s;
    case MarkdownBlock::Task::None:
        break;
    }
    return block.marker.isEmpty() ? QString() : block.marker + u' ';
}

} // namespace

ProseBlock::ProseBlock(const RenderContext &context, QWidget *parent) : TextBlock(context, parent)
{
}

int ProseBlock::gutter() const
{
    return m_block.marker.isEmpty() ? 0 : metrics::listIndent;
}

void ProseBlock::setContent(const MarkdownBlock &block)
{
    m_block = block;
    restyle();
}

void ProseBlock::restyle()
{
    const Theme &theme = *m_context.theme;
    QFont font = m_context.quiet ? theme.smallFont() : theme.textFont();
    const bool heading = m_block.kind == MarkdownBlock::Kind::Heading;
    if (heading) {
        font.setPointSizeF(font.pointSizeF() * headingScale[std::size_t(m_block.level)]);
        font.setWeight(QFont::DemiBold);
    }
    m_document.clear();
    m_document.setDefaultFont(font);

    QTextCursor cursor(&m_document);
    QTextBlockFormat format;
    // Qt counts from the font's own line, which differs from family to family, and puts what is
    // added below the text; it is taken off again below the last line.
    const QFontMetricsF metrics(font);
    const double size = QFontInfo(font).pixelSize();
    const double wanted = size * (heading ? headingLineHeight : lineHeight);
    m_leading = std::max(0.0, wanted - metrics.height());
    format.setLineHeight(100 * (metrics.height() + m_leading) / metrics.height(),
                         QTextBlockFormat::ProportionalHeight);
    cursor.setBlockFormat(format);
    QTextCharFormat characters;
    characters.setFontPointSize(font.pointSizeF());
    characters.setFontWeight(font.weight());
    setLinks(insertInlineText(cursor, m_block.text, characters, theme));
    m_leader = leaderFor(m_block);
    m_width = -1;
    update();
}

int ProseBlock::layOut(int width)
{
    if (width == m_width)
        return m_height;
    m_width = width;
    if (m_block.kind == MarkdownBlock::Kind::Rule)
        return m_height = ruleHeight;
    m_origin = QPointF(gutter(), 0);
    m_document.setTextWidth(std::max(40, width - gutter()));
    m_height = int(std::ceil(m_document.size().height() - m_leading));
    return m_height;
}

int ProseBlock::idealWidth(int widest)
{
    m_document.setTextWidth(widest);
    m_width = -1;
    return int(std::ceil(m_document.idealWidth())) + 1;
}

void ProseBlock::paintEvent(QPaintEvent *event)
{
    if (m_block.kind == MarkdownBlock::Kind::Rule) {
        QPainter painter(this);
        painter.fillRect(0, height() / 2, width(), 1, m_context.theme->colors().line);
        return;
    }
    TextBlock::paintEvent(event);
    if (!m_block.marker.isEmpty()) {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        paintMarker(painter);
    }
}

void ProseBlock::paintMarker(QPainter &painter) const
{
    const Colors &colors = m_context.theme->colors();
    const QTextLine line = m_document.firstBlock().layout()->lineAt(0);
    const QFontMetricsF metrics(m_document.defaultFont());
    const double base = line.isValid() ? line.y() + line.ascent() : metrics.ascent();
    const double middle = base - metrics.xHeight() / 2;

    if (m_block.task != MarkdownBlock::Task::None) {
        const QRectF box(4, base - metrics.capHeight() / 2 - 7, 14, 14);
        const bool done = m_block.task == MarkdownBlock::Task::Done;
        painter.setPen(QPen(done ? colors.accent : colors.outline, 1.4));
        painter.setBrush(done ? QBrush(colors.accent) : QBrush(Qt::NoBrush));
        painter.drawRoundedRect(box, 3.5, 3.5);
        if (done) {
            QPainterPath tick(box.topLeft() + QPointF(3.4, 7.4));
            tick.lineTo(box.topLeft() + QPointF(6, 10));
            tick.lineTo(box.topLeft() + QPointF(10.8, 4.6));
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(colors.onAccent, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            painter.drawPath(tick);
        }
    } else if (m_block.marker == u"•"_s) {
        const QPointF center(metrics::listIndent / 2.0 - 1, middle);
        const bool outer = m_block.depth % 2 == 1;
        painter.setPen(QPen(colors.muted, 1.4));
        painter.setBrush(outer ? QBrush(colors.muted) : QBrush(Qt::NoBrush));
        painter.drawEllipse(center, 2.3, 2.3);
    } else {
        painter.setFont(m_document.defaultFont());
        painter.setPen(colors.muted);
        const double width = metrics.horizontalAdvance(m_block.marker);
        painter.drawText(QPointF(std::max(0.0, metrics::listIndent - 7 - width), base),
                         m_block.marker);
    }
}

} // namespace ui
