// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/connections.h"

#include <QDialog>

class QCheckBox;
class QLineEdit;

namespace ui {

class Theme;

//! Asks for the passphrase of a key.
class PassphraseDialog final : public QDialog
{
    Q_OBJECT

public:
    PassphraseDialog(const Theme &theme, const core::SecretRequest &request, QWidget *parent);

    [[nodiscard]] QString connectionId() const { return m_connectionId; }
    //! What was entered. Once only: the field is empty afterwards.
    [[nodiscard]] core::Secret takePassphrase();
    [[nodiscard]] bool remember() const;

private:
    QString m_connectionId;
    QLineEdit *m_field;
    QCheckBox *m_remember = nullptr; //!< only with a keychain
};

} // namespace ui
