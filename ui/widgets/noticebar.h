// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace ui {

class Theme;

//! A line across the window for something that is worth knowing, until it is closed.
class NoticeBar final : public QWidget
{
    Q_OBJECT

public:
    enum class Kind { Note, Problem };

    NoticeBar(const Theme &theme, QWidget *parent);

    //! `action`: the text of a button; empty: none.
    void showNotice(Kind kind, const QString &text, const QString &action = {});
    [[nodiscard]] QString text() const;

signals:
    void actionTriggered();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QLabel *m_text;
    QPushButton *m_action;
    Kind m_kind = Kind::Note;
};

} // namespace ui
