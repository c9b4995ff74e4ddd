// SPDX-License-Identifier: MIT
#include "ui/chat/tableblock.h"

#include "ui/theme/metrics.h"
#include "ui/theme/theme.h"

#include <QPaintEvent>
#include <QPainter>
#include <QPainterPath>
#include <QTextCursor>
#include <QTextTable>

#include <algorithm>

namespace ui {

namespace {

constexpr double cellPadding = 9;

QTextTableCellFormat cellFormat(const Colors &colors, int row, int rows)
{
    QTextTableCellFormat format;
    format.setLeftPadding(cellPadding + 4);
    format.setRightPadding(cellPadding + 4);
    format.setTopPadding(cellPadding - 2);
    format.setBottomPadding(cellPadding - 2);
    if (row == 0)
        format.setBackground(colors.codeHeader);
    if (row < rows - 1) {
        format.setBottomBorder(1);
        format.setBottomBorderBrush(colors.line);
        format.setBottomBorderStyle(QTextFrameFormat::BorderStyle_Solid);
    }
    return format;
}

} // namespace

TableBlock::TableBlock(const RenderContext &context, QWidget *parent) : WideBlock(context, parent)
{
}

void TableBlock::setContent(const MarkdownBlock &block)
{
    m_block = block;
    restyle();
}

void TableBlock::restyle()
{
    const Theme &theme = *m_context.theme;
    const QFont font = m_context.quiet ? theme.smallFont() : theme.textFont();
    m_document.clear();
    m_document.setDefaultFont(font);
    const int rows = int(m_block.rows.size());
    const int columns = int(m_block.columns.size());
    if (rows == 0 || columns == 0)
        return;

    QTextTableFormat format;
    format.setCellSpacing(0);
    format.setBorder(0);
    format.setHeaderRowCount(1);
    format.setWidth(QTextLength(QTextLength::PercentageLength, 100));
    QTextCursor cursor(&m_document);
    cursor.beginEditBlock();
    QTextTable *table = cursor.insertTable(rows, columns, format);
    QList<TextRange> ranges;
    for (int row = 0; row < rows; ++row) {
        const int cells = std::min(columns, int(m_block.rows[row].size()));
        for (int column = 0; column < columns; ++column) {
            QTextTableCell cell = table->cellAt(row, column);
            cell.setFormat(cellFormat(theme.colors(), row, rows));
            if (column >= cells)
                continue;
            QTextCursor inside = cell.firstCursorPosition();
            QTextBlockFormat paragraph;
            paragraph.setAlignment(m_block.columns[column]);
            paragraph.setLineHeight(125, QTextBlockFormat::ProportionalHeight);
            inside.setBlockFormat(paragraph);
            QTextCharFormat characters;
            characters.setFontPointSize(font.pointSizeF());
            characters.setFontWeight(row == 0 ? QFont::DemiBold : QFont::Normal);
            ranges += insertInlineText(inside, m_block.rows[row][column], characters, theme);
        }
    }
    cursor.endEditBlock();
    setLinks(ranges);
    forgetLayout();
    update();
}

double TableBlock::arrangeDocument(double room)
{
    m_document.setTextWidth(room);
    const double needed = m_document.size().width();
    if (needed > room)
        m_document.setTextWidth(needed);
    return needed;
}

void TableBlock::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath frame;
    frame.addRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::radius,
                         metrics::radius);
    painter.save();
    painter.setClipPath(frame);
    paintText(painter, event->rect() & rect());
    painter.restore();
    painter.setPen(m_context.theme->colors().line);
    painter.drawPath(frame);
}

} // namespace ui
