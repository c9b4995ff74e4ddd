// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/gatewaycontrol.h"
#include "ui/widgets/popover.h"

#include <functional>

class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace ui {

//! What one needs to use the gateway: address, key, a line to try it, and its switch.
class GatewayPopover final : public Popover
{
    Q_OBJECT

public:
    //! `model` names the model for the line to try. `gateway` and `theme` outlive the popover.
    GatewayPopover(core::GatewayControl &gateway, const Theme &theme,
                   std::function<QString()> model, QWidget *parent);

    //! Opens above the widget, inside the screen.
    void openAbove(QWidget *anchor);

protected:
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *makeDetails();
    void refresh();
    void showKey(bool shown);
    [[nodiscard]] QString keyText() const;
    [[nodiscard]] QString curl(const QString &key) const;

    core::GatewayControl &m_gateway;
    std::function<QString()> m_model;
    QLabel *m_title;
    QLabel *m_text;
    QWidget *m_details = nullptr;
    QLineEdit *m_url = nullptr;
    QLineEdit *m_key = nullptr;
    QLineEdit *m_curl = nullptr;
    QToolButton *m_reveal = nullptr;
    QPushButton *m_otherPort;
    QPushButton *m_switch;
};

} // namespace ui
