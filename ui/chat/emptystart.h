// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QLabel;

namespace ui {

class Theme;

//! What a new chat shows: a greeting and three things one might ask.
class EmptyStart final : public QWidget
{
    Q_OBJECT

public:
    EmptyStart(const Theme &theme, QWidget *parent);

    //! A line under the greeting, e.g. which model answers, or why none does.
    void setNote(const QString &note);

signals:
    void promptChosen(const QString &prompt);

private:
    QLabel *m_note;
};

} // namespace ui
