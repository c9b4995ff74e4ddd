// SPDX-License-Identifier: MIT
#include "ui/widgets/promptcard.h"

#include "ui/theme/theme.h"

#include <QPainter>

namespace ui {

namespace {

constexpr int cardWidth = 230;
constexpr int cardHeight = 88;
constexpr int inset = 14;
constexpr double corner = 12;

} // namespace

PromptCard::PromptCard(const Theme &theme, const QString &heading, const QString &sentence,
                       QWidget *parent)
    : QAbstractButton(parent)
    , m_theme(theme)
    , m_heading(heading)
    , m_sentence(sentence)
{
    setText(sentence);
    setAccessibleName(sentence);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::PointingHandCursor);
    setMaximumWidth(cardWidth + 30);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize PromptCard::sizeHint() const
{
    return {cardWidth, cardHeight};
}

QSize PromptCard::minimumSizeHint() const
{
    return {120, cardHeight};
}

void PromptCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors &colors = m_theme.colors();
    painter.setBrush(isDown() ? colors.selected : underMouse() ? colors.hover : colors.window);
    painter.setPen(hasFocus() ? QPen(colors.accent, 2) : QPen(colors.line, 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), corner, corner);

    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(colors.link);
    const int line = painter.fontMetrics().height();
    const QRect inside = rect().adjusted(inset, inset - 2, -inset, -inset + 4);
    painter.drawText(QRect(inside.topLeft(), QSize(inside.width(), line)), Qt::AlignLeft,
                     m_heading);
    painter.setFont(font());
    painter.setPen(colors.text);
    painter.drawText(inside.adjusted(0, line + 3, 0, 0), Qt::AlignLeft | Qt::TextWordWrap,
                     m_sentence);
}

} // namespace ui
