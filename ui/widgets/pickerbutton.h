// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractButton>

namespace ui {

class Theme;

//! Shows what is chosen, with an arrow that says there is more to choose from.
class PickerButton final : public QAbstractButton
{
    Q_OBJECT

public:
    PickerButton(const Theme &theme, const QString &iconName, int widest, QWidget *parent);

    //! `detail` stands behind the text in a paler colour; `dot` is the colour of the state dot.
    void setContent(const QString &text, const QString &detail = {}, const QColor &dot = {});
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QString m_iconName;
    int m_widest;
    QString m_detail;
    QColor m_dot;
};

} // namespace ui
