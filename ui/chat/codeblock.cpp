// SPDX-License-Identifier: MIT
#include "ui/chat/codeblock.h"

#include "ui/render/codelanguage.h"
#include "ui/render/codestyle.h"
#include "ui/theme/metrics.h"
#include "ui/theme/theme.h"
#include "ui/widgets/copybutton.h"

#include <KSyntaxHighlighting/SyntaxHighlighter>

#include <QPaintEvent>
#include <QPainter>
#include <QPainterPath>
#include <QTextCursor>
#include <QTextOption>

namespace ui {

namespace {

constexpr int headerHeight = 34;
constexpr int inset = 14;
constexpr int tabWidth = 4; // characters

} // namespace

CodeBlock::CodeBlock(const RenderContext &context, QWidget *parent)
    : WideBlock(context, parent)
    , m_copy(new CopyButton(*context.theme, [this] { return m_code; }, this))
{
    QTextOption option = m_document.defaultTextOption();
    option.setWrapMode(QTextOption::NoWrap);
    m_document.setDefaultTextOption(option);
    restyle();
}

void CodeBlock::setContent(const MarkdownBlock &block)
{
    if (block.language != m_language || m_title.isEmpty())
        setLanguage(block.language);
    if (block.code == m_code)
        return;
    if (!m_code.isEmpty() && block.code.startsWith(m_code)) {
        appendCode(block.code.sliced(m_code.size()));
    } else {
        m_document.clear();
        appendCode(block.code);
    }
    m_code = block.code;
    forgetLayout();
    update();
}

void CodeBlock::appendCode(const QString &code)
{
    QTextCursor cursor(&m_document);
    cursor.movePosition(QTextCursor::End);
    cursor.beginEditBlock();
    cursor.insertText(code);
    cursor.endEditBlock();
}

void CodeBlock::setLanguage(const QString &fenceWord)
{
    m_language = fenceWord;
    const auto &repository = m_context.code->repository();
    m_title = fenceWord.isEmpty() ? tr("Text") : languageName(repository, fenceWord);
    m_copy->setAccessibleName(tr("Copy %1 code").arg(m_title));
    delete m_highlighter;
    m_highlighter = m_context.code->highlight(m_document, fenceWord, m_context.theme->colors());
    update();
}

void CodeBlock::restyle()
{
    const QFont font = m_context.theme->codeFont();
    m_document.setDefaultFont(font);
    QTextOption option = m_document.defaultTextOption();
    option.setTabStopDistance(tabWidth * QFontMetricsF(font).horizontalAdvance(u' '));
    m_document.setDefaultTextOption(option);
    if (m_highlighter)
        m_context.code->recolour(*m_highlighter, m_context.theme->colors());
    forgetLayout();
    update();
}

int CodeBlock::layOut(int width)
{
    const QSize size = m_copy->sizeHint();
    m_copy->setGeometry(width - size.width() - 6, (headerHeight - size.height()) / 2, size.width(),
                        size.height());
    return WideBlock::layOut(width);
}

double CodeBlock::arrangeDocument(double room)
{
    m_document.setTextWidth(room);
    return m_document.idealWidth();
}

QMargins CodeBlock::padding() const
{
    return {inset, headerHeight + 10, inset, 12};
}

void CodeBlock::paintEvent(QPaintEvent *event)
{
    const Colors &colors = m_context.theme->colors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath frame;
    frame.addRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::radius,
                         metrics::radius);
    painter.fillPath(frame, colors.code);
    painter.save();
    painter.setClipPath(frame);
    painter.fillRect(0, 0, width(), headerHeight, colors.codeHeader);
    painter.restore();
    painter.setPen(colors.line);
    painter.drawPath(frame);

    painter.setFont(m_context.theme->smallFont());
    painter.setPen(colors.muted);
    const int room = m_copy->x() - inset - metrics::gap;
    painter.drawText(QRect(inset, 0, room, headerHeight), Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(m_title, Qt::ElideRight, room));
    paintText(painter, event->rect() & textArea());
}

} // namespace ui
