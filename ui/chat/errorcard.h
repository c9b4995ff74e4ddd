// SPDX-License-Identifier: MIT
#pragma once

#include "core/error.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace ui {

class Theme;

//! A failure in words, with its request id and what can be done about it.
class ErrorCard final : public QFrame
{
    Q_OBJECT

public:
    ErrorCard(const Theme &theme, QWidget *parent);

    void setError(const core::Error &error);
    //! Asking again makes sense only for the last answer.
    void setRetryPossible(bool possible);
    //! The height it takes at this width.
    [[nodiscard]] int layOut(int width);

signals:
    void retryRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    core::Error m_error;
    QLabel *m_title;
    QLabel *m_message;
    QLabel *m_requestId;
    QPushButton *m_retry;
};

} // namespace ui
