// SPDX-License-Identifier: MIT
#include "ui/widgets/pickerbutton.h"

#include "ui/theme/metrics.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int buttonHeight = 34;
constexpr int inset = 10;
constexpr int iconSide = 16;
constexpr int chevron = 16;
constexpr int between = 7;

} // namespace

PickerButton::PickerButton(const Theme &theme, const QString &iconName, int widest, QWidget *parent)
    : QAbstractButton(parent)
    , m_theme(theme)
    , m_iconName(iconName)
    , m_widest(widest)
{
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void PickerButton::setContent(const QString &text, const QString &detail, const QColor &dot)
{
    setText(text);
    m_detail = detail;
    m_dot = dot;
    updateGeometry();
    update();
}

QSize PickerButton::sizeHint() const
{
    const QFontMetrics metrics(font());
    int width =
            2 * inset + iconSide + between + metrics.horizontalAdvance(text()) + between + chevron;
    if (!m_detail.isEmpty())
        width += between + metrics.horizontalAdvance(m_detail);
    return {std::min(width + 4, m_widest), buttonHeight};
}

QSize PickerButton::minimumSizeHint() const
{
    return {120, buttonHeight};
}

void PickerButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors &colors = m_theme.colors();
    painter.setBrush(isDown() ? colors.selected : underMouse() ? colors.hover : colors.window);
    painter.setPen(hasFocus() ? QPen(colors.accent, 2) : QPen(colors.line, 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), metrics::radius,
                            metrics::radius);

    int x = inset;
    const int middle = height() / 2;
    if (m_dot.isValid()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_dot);
        painter.drawEllipse(QPointF(x + iconSide / 2.0 - 2, middle), 4.5, 4.5);
    } else {
        m_theme.icon(m_iconName, Theme::Ink::Muted)
                .paint(&painter, QRect(x, middle - iconSide / 2, iconSide, iconSide));
    }
    x += iconSide + between - 1;
    const int end = width() - inset - chevron;
    m_theme.icon(u"chevron-down"_s, Theme::Ink::Muted)
            .paint(&painter, QRect(end, middle - chevron / 2, chevron, chevron));

    const QFontMetrics metrics(font());
    const int room = end - between - x;
    const int wanted = metrics.horizontalAdvance(text());
    const QString shown = metrics.elidedText(text(), Qt::ElideMiddle, room);
    painter.setPen(isEnabled() ? colors.text : colors.muted);
    painter.drawText(QRect(x, 0, room, height()), Qt::AlignVCenter | Qt::AlignLeft, shown);
    const int left = room - wanted - between;
    if (!m_detail.isEmpty() && left > 30) {
        painter.setPen(colors.muted);
        painter.drawText(QRect(x + wanted + between, 0, left, height()),
                         Qt::AlignVCenter | Qt::AlignLeft,
                         metrics.elidedText(m_detail, Qt::ElideRight, left));
    }
}

} // namespace ui
