// SPDX-License-Identifier: MIT
#include "ui/widgets/popover.h"

#include "ui/theme/theme.h"

#include <QPainter>

namespace ui {

namespace {

constexpr double corner = 10;

} // namespace

Popover::Popover(const Theme &theme, QWidget *parent)
    : QFrame(parent, Qt::Popup | Qt::FramelessWindowHint)
    , m_theme(theme)
{
    setAttribute(Qt::WA_TranslucentBackground);
}

void Popover::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(m_theme.colors().surface);
    QColor edge = m_theme.colors().outline;
    edge.setAlphaF(0.55f);
    painter.setPen(edge);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), corner, corner);
}

} // namespace ui
