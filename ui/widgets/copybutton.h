// SPDX-License-Identifier: MIT
#pragma once

#include <QTimer>
#include <QToolButton>

#include <functional>

namespace ui {

class Theme;

//! Puts a text on the clipboard and says so for a moment.
class CopyButton final : public QToolButton
{
    Q_OBJECT

public:
    //! `source` is asked at each press. `theme` outlives the button.
    CopyButton(const Theme &theme, std::function<QString()> source, QWidget *parent);

    //! Shows only the icon.
    void setCompact();

private:
    void copy();
    void setCopied(bool copied);

    const Theme &m_theme;
    std::function<QString()> m_source;
    QTimer m_reset;
};

} // namespace ui
