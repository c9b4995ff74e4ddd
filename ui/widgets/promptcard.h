// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractButton>

namespace ui {

class Theme;

//! A button with a heading and a sentence.
class PromptCard final : public QAbstractButton
{
    Q_OBJECT

public:
    PromptCard(const Theme &theme, const QString &heading, const QString &sentence,
               QWidget *parent);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QString m_heading;
    QString m_sentence;
};

} // namespace ui
