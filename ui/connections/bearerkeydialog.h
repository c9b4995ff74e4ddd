// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/connections.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace ui {

class Theme;

//! Asks for a Generative AI API key and what goes with it. Says what is missing before it lets go.
class BearerKeyDialog final : public QDialog
{
    Q_OBJECT

public:
    BearerKeyDialog(const Theme &theme, bool hasKeychain, QWidget *parent);

    //! What was entered. Once only: the field of the key is empty afterwards.
    [[nodiscard]] core::BearerKeyDetails takeDetails();

private:
    [[nodiscard]] QString problem() const;
    void updateState();

    QLineEdit *m_name;
    QLineEdit *m_url;
    QLineEdit *m_key;
    QPlainTextEdit *m_models;
    QCheckBox *m_remember = nullptr; //!< only with a keychain
    QLabel *m_problem;
    QPushButton *m_add;
};

} // namespace ui
