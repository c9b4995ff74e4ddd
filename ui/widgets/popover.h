// SPDX-License-Identifier: MIT
#pragma once

#include <QFrame>

namespace ui {

class Theme;

//! A popup with round corners.
class Popover : public QFrame
{
    Q_OBJECT

public:
    Popover(const Theme &theme, QWidget *parent);

protected:
    void paintEvent(QPaintEvent *event) override;

    const Theme &m_theme;
};

} // namespace ui
