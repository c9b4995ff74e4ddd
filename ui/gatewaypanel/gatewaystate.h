// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/gatewaycontrol.h"

#include <QAbstractButton>

#include <functional>

namespace ui {

class GatewayPopover;
class Theme;

//! The gateway's state in the status bar, in colour and words; opens the popover.
class GatewayState final : public QAbstractButton
{
    Q_OBJECT

public:
    GatewayState(core::GatewayControl &gateway, const Theme &theme, std::function<QString()> model,
                 QWidget *parent);

    void openPopover();
    [[nodiscard]] GatewayPopover *popover() const { return m_popover; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();

    core::GatewayControl &m_gateway;
    const Theme &m_theme;
    GatewayPopover *m_popover;
};

} // namespace ui
