// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/clientkeys.h"
#include "ui/widgets/formdialog.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace ui {

class Theme;

//! Asks what a new key of a tool is called and may do.
class ClientKeyForm final : public FormDialog
{
    Q_OBJECT

public:
    ClientKeyForm(const Theme &theme, QWidget *parent);

    [[nodiscard]] core::ClientKeys::Wish wish() const;
    void showProblem(const QString &text);

signals:
    //! The form stays open: close it when the key is made.
    void submitted();

private:
    QLineEdit *m_name;
    QLineEdit *m_models;
    QSpinBox *m_requests;
    QLineEdit *m_tokens;
    QLabel *m_problem;
    QPushButton *m_make;
};

} // namespace ui
