// SPDX-License-Identifier: MIT
#include "ui/gatewaypanel/gatewaystate.h"

#include "ui/gatewaypanel/gatewaypopover.h"
#include "ui/theme/theme.h"

#include <QPainter>

using namespace Qt::StringLiterals;
using State = core::GatewayControl::State;

namespace ui {

namespace {

constexpr int inset = 8;
constexpr int dotColumn = 14;

} // namespace

GatewayState::GatewayState(core::GatewayControl &gateway, const Theme &theme,
                           std::function<QString()> model, QWidget *parent)
    : QAbstractButton(parent)
    , m_gateway(gateway)
    , m_theme(theme)
    , m_popover(new GatewayPopover(gateway, theme, std::move(model), this))
{
    setObjectName(u"gatewayState"_s);
    setAccessibleName(u"gatewayState"_s);
    setToolTip(tr("Gateway (Ctrl+Shift+G)"));
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    connect(this, &QAbstractButton::clicked, this, &GatewayState::openPopover);
    connect(&gateway, &core::GatewayControl::changed, this, &GatewayState::refresh);
    refresh();
}

void GatewayState::openPopover()
{
    m_popover->openAbove(this);
}

void GatewayState::refresh()
{
    switch (m_gateway.state()) {
    case State::Stopped:
        setText(tr("Gateway off"));
        break;
    case State::Starting:
        setText(tr("Gateway starting…"));
        break;
    case State::Running: {
        const int requests = m_gateway.activeRequests();
        const QString where = m_gateway.baseUrl().authority();
        const QString text = tr("Gateway on %1").arg(where);
        if (requests == 0)
            setText(text);
        else if (requests == 1)
            setText(text + u" · "_s + tr("1 request"));
        else
            setText(text + u" · "_s + tr("%1 requests").arg(requests));
        break;
    }
    case State::Failed:
        setText(tr("Gateway failed"));
        break;
    }
    setAccessibleDescription(text());
    updateGeometry();
    update();
}

QSize GatewayState::sizeHint() const
{
    const QFontMetrics metrics(font());
    return {2 * inset + dotColumn + metrics.horizontalAdvance(text()) + 2, metrics.height() + 8};
}

void GatewayState::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors &colors = m_theme.colors();
    const QRectF frame = QRectF(rect()).adjusted(1, 1, -1, -1);
    painter.setPen(hasFocus() ? QPen(colors.accent, 2) : QPen(Qt::NoPen));
    painter.setBrush(underMouse() || isDown() ? QBrush(colors.hover) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(frame, 6, 6);

    QColor dot = colors.outline;
    if (m_gateway.state() == State::Running)
        dot = colors.good;
    else if (m_gateway.state() == State::Starting)
        dot = colors.warning;
    else if (m_gateway.state() == State::Failed)
        dot = colors.danger;
    painter.setPen(m_gateway.state() == State::Stopped ? QPen(dot, 1.5) : QPen(Qt::NoPen));
    painter.setBrush(m_gateway.state() == State::Stopped ? QBrush(Qt::NoBrush) : QBrush(dot));
    painter.drawEllipse(QPointF(inset + 4, height() / 2.0), 4, 4);
    painter.setPen(m_gateway.state() == State::Failed ? colors.danger : colors.muted);
    painter.drawText(rect().adjusted(inset + dotColumn, 0, -inset, 0),
                     Qt::AlignLeft | Qt::AlignVCenter, text());
}

} // namespace ui
