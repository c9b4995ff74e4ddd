// SPDX-License-Identifier: MIT
#pragma once

#include "ui/theme/colors.h"

#include <QFont>
#include <QIcon>
#include <QObject>

namespace ui {

//! How the window looks: light or dark like the system, at every moment.
//!
//! Making one gives the application Qt's Fusion style and our palette and font, so there is one,
//! and it is made before the widgets. GUI thread only; it outlives the widgets that use it.
class Theme final : public QObject
{
    Q_OBJECT

public:
    enum class Ink { Text, Muted, Accent, OnAccent, Good, Warning, Danger };

    explicit Theme(QObject *parent = nullptr);

    [[nodiscard]] const Colors &colors() const { return m_colors; }
    [[nodiscard]] QColor ink(Ink ink) const;
    //! Gives the application its font and palette again, where something took them away.
    void restore();
    //! Unknown follows the system.
    void setScheme(Qt::ColorScheme scheme);

    [[nodiscard]] QIcon icon(const QString &name, Ink ink = Ink::Text) const;
    [[nodiscard]] QFont textFont() const; //!< of the transcript and the composer
    [[nodiscard]] QFont smallFont() const;
    [[nodiscard]] QFont codeFont() const;
    //! For the main window; what belongs to it inherits it.
    [[nodiscard]] QString styleSheet() const;

signals:
    void changed();

private:
    void apply();

    Qt::ColorScheme m_scheme = Qt::ColorScheme::Unknown;
    Colors m_colors;
    QFont m_baseFont;
};

} // namespace ui
