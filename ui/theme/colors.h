// SPDX-License-Identifier: MIT
#pragma once

#include <QColor>
#include <QPalette>

namespace ui {

//! Every colour that the window uses. Text on its own surface keeps WCAG AA (4.5:1), outlines of
//! controls and state dots keep 3:1.
struct Colors {
    bool dark = false;
    QColor window; //!< behind the transcript
    QColor sidebar;
    QColor surface; //!< raised: popovers, dialogs, the composer
    QColor line;    //!< separators; decoration only
    QColor outline; //!< borders of controls
    QColor text;
    QColor muted;  //!< second-rank text
    QColor accent; //!< filled buttons, focus rings
    QColor onAccent;
    QColor link;
    QColor bubble; //!< behind what the person said
    QColor hover;
    QColor selected;  //!< the chosen row of a list
    QColor selection; //!< behind selected text
    QColor code;      //!< behind code
    QColor codeHeader;
    QColor good;
    QColor warning;
    QColor warningSoft;
    QColor danger;
    QColor dangerSoft;

    bool operator==(const Colors &) const = default;
};

[[nodiscard]] Colors lightColors();
[[nodiscard]] Colors darkColors();

//! The same colours for Qt's own widgets.
[[nodiscard]] QPalette paletteFrom(const Colors &colors);

//! Contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2, "contrast ratio").
[[nodiscard]] double contrast(const QColor &a, const QColor &b);

} // namespace ui
