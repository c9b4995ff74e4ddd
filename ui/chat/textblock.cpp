// SPDX-License-Identifier: MIT
#include "ui/chat/textblock.h"

#include "ui/theme/theme.h"

#include <QAbstractTextDocumentLayout>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTextBlock>
#include <QTextCursor>
#include <QToolTip>

#include <algorithm>

namespace ui {

namespace {

constexpr double codeRadius = 4;

} // namespace

TextBlock::TextBlock(const RenderContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
{
    m_document.setUndoRedoEnabled(false);
    m_document.setDocumentMargin(0);
    setMouseTracking(true);
}

QString TextBlock::plainText() const
{
    return m_document.toPlainText();
}

int TextBlock::length() const
{
    return std::max(0, m_document.characterCount() - 1);
}

int TextBlock::characterAt(const QPoint &point) const
{
    const QPointF inDocument = point - m_origin;
    if (inDocument.y() < 0)
        return 0;
    if (inDocument.y() > m_document.size().height())
        return length();
    return std::clamp(m_document.documentLayout()->hitTest(inDocument, Qt::FuzzyHit), 0, length());
}

QString TextBlock::linkAt(const QPoint &point) const
{
    const int at = m_document.documentLayout()->hitTest(point - m_origin, Qt::ExactHit);
    if (at < 0)
        return {};
    for (const TextRange &range : m_ranges) {
        if (!range.link.isEmpty() && at >= range.from && at < range.from + range.length)
            return range.link;
    }
    return {};
}

void TextBlock::select(int from, int to)
{
    if (from == m_selectionFrom && to == m_selectionTo)
        return;
    m_selectionFrom = from;
    m_selectionTo = to;
    update();
}

QString TextBlock::selectedText() const
{
    const int end = length();
    const int from = std::clamp(std::min(m_selectionFrom, m_selectionTo), 0, end);
    const int to = std::clamp(std::max(m_selectionFrom, m_selectionTo), 0, end);
    if (from == to)
        return {};
    QTextCursor cursor(const_cast<QTextDocument *>(&m_document)); // reads only
    cursor.setPosition(from);
    cursor.setPosition(to, QTextCursor::KeepAnchor);
    QString text = cursor.selectedText();
    text.replace(QChar::ParagraphSeparator, u'\n');
    text.replace(QChar::LineSeparator, u'\n');
    return from == 0 ? m_leader + text : text;
}

QList<QRectF> TextBlock::rectsOf(const TextRange &range) const
{
    QList<QRectF> rects;
    const QTextBlock block = m_document.findBlock(range.from);
    const QTextLayout *layout = block.layout();
    const QPointF top = m_document.documentLayout()->blockBoundingRect(block).topLeft() + m_origin;
    const int from = range.from - block.position();
    const QFontMetricsF font(m_context.theme->codeFont());
    for (int i = 0; i < layout->lineCount(); ++i) {
        const QTextLine line = layout->lineAt(i);
        const int first = std::max(from, line.textStart());
        const int last = std::min(from + range.length, line.textStart() + line.textLength());
        if (first >= last)
            continue;
        const double left = line.cursorToX(first);
        const double right = line.cursorToX(last);
        const double base = top.y() + line.y() + line.ascent();
        rects.append(QRectF(QPointF(top.x() + left, base - font.ascent()),
                            QPointF(top.x() + right, base + font.descent())));
    }
    return rects;
}

void TextBlock::paintText(QPainter &painter, const QRect &clip)
{
    const Colors &colors = m_context.theme->colors();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.codeHeader);
    for (const TextRange &range : std::as_const(m_ranges)) {
        if (!range.link.isEmpty())
            continue;
        const auto rects = rectsOf(range);
        for (const QRectF &rect : rects)
            painter.drawRoundedRect(rect.adjusted(-2, -0.5, 2, 0.5), codeRadius, codeRadius);
    }
    if (m_focusedLink >= 0 && m_focusedLink < m_ranges.size()) {
        painter.setPen(QPen(colors.accent, 2));
        painter.setBrush(Qt::NoBrush);
        const auto rects = rectsOf(m_ranges[m_focusedLink]);
        for (const QRectF &rect : rects)
            painter.drawRoundedRect(rect.adjusted(-2, 0, 2, 0), codeRadius, codeRadius);
    }

    QAbstractTextDocumentLayout::PaintContext context;
    context.palette = palette();
    context.palette.setColor(QPalette::Text, m_context.quiet ? colors.muted : colors.text);
    context.clip = QRectF(clip).translated(-m_origin);
    const int end = length();
    const int from = std::clamp(m_selectionFrom, 0, end);
    const int to = std::clamp(m_selectionTo, 0, end);
    if (from != to) {
        QAbstractTextDocumentLayout::Selection selection;
        selection.cursor = QTextCursor(&m_document);
        selection.cursor.setPosition(from);
        selection.cursor.setPosition(to, QTextCursor::KeepAnchor);
        selection.format.setBackground(colors.selection);
        context.selections.append(selection);
    }
    painter.save();
    painter.setClipRect(clip);
    painter.translate(m_origin);
    m_document.documentLayout()->draw(&painter, context);
    painter.restore();
}

void TextBlock::setLinks(const QList<TextRange> &ranges)
{
    m_ranges = ranges;
    m_focusedLink = -1;
    setFocusPolicy(linkRanges().isEmpty() ? Qt::NoFocus : Qt::TabFocus);
}

QList<int> TextBlock::linkRanges() const
{
    QList<int> links;
    for (int i = 0; i < m_ranges.size(); ++i) {
        if (!m_ranges[i].link.isEmpty())
            links.append(i);
    }
    return links;
}

void TextBlock::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    paintText(painter, event->rect() & textArea());
}

bool TextBlock::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QString link = linkAt(help->pos());
        if (link.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), link.toHtmlEscaped(), this);
        return true;
    }
    return QWidget::event(event);
}

void TextBlock::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint at = event->position().toPoint();
    if (!linkAt(at).isEmpty())
        setCursor(Qt::PointingHandCursor);
    else if (textArea().contains(at))
        setCursor(Qt::IBeamCursor);
    else
        unsetCursor();
    event->ignore();
}

void TextBlock::mousePressEvent(QMouseEvent *event)
{
    m_pressedLink =
            event->button() == Qt::LeftButton ? linkAt(event->position().toPoint()) : QString();
    event->ignore();
}

void TextBlock::mouseReleaseEvent(QMouseEvent *event)
{
    const QString pressed = std::exchange(m_pressedLink, {});
    event->ignore();
    if (!pressed.isEmpty() && pressed == linkAt(event->position().toPoint()) &&
        m_selectionFrom == m_selectionTo)
        m_context.openLink(pressed);
}

void TextBlock::keyPressEvent(QKeyEvent *event)
{
    const bool opens = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter ||
                       event->key() == Qt::Key_Space;
    if (opens && m_focusedLink >= 0)
        m_context.openLink(m_ranges[m_focusedLink].link);
    else
        event->ignore();
}

void TextBlock::focusInEvent(QFocusEvent *event)
{
    const QList<int> links = linkRanges();
    if (!links.isEmpty())
        m_focusedLink = event->reason() == Qt::BacktabFocusReason ? links.last() : links.first();
    update();
}

void TextBlock::focusOutEvent(QFocusEvent *)
{
    m_focusedLink = -1;
    update();
}

bool TextBlock::focusNextPrevChild(bool next)
{
    const QList<int> links = linkRanges();
    const qsizetype at = links.indexOf(m_focusedLink) + (next ? 1 : -1);
    if (m_focusedLink < 0 || at < 0 || at >= links.size())
        return QWidget::focusNextPrevChild(next);
    m_focusedLink = links[at];
    update();
    return true;
}

} // namespace ui
