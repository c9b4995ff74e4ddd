// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QLabel;
class QToolButton;

namespace ui {

class ComposerEdit;
class Theme;

//! Where one writes: the field with Send or Stop beside it and a line of hints below.
class Composer final : public QWidget
{
    Q_OBJECT

public:
    Composer(const Theme &theme, QWidget *parent);

    [[nodiscard]] QString text() const;
    void setText(const QString &text);
    //! Shows Stop instead of Send.
    void setRunning(bool running);
    //! Why nothing can be sent; empty: it can.
    void setObstacle(const QString &reason);
    [[nodiscard]] QString obstacle() const { return m_obstacle; }
    void focusEdit();

signals:
    //! The person wants this sent; the field keeps it until `setText`.
    void sendRequested(const QString &text);
    void stopRequested();
    void recallRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    void submit();
    void updateState();
    [[nodiscard]] QRect frameRect() const;

    const Theme &m_theme;
    QWidget *m_frame;
    ComposerEdit *m_edit;
    QToolButton *m_send;
    QToolButton *m_stop;
    QLabel *m_hint;
    QString m_obstacle;
    bool m_running = false;
};

} // namespace ui
