// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/signingkeys.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;

namespace ui {

class Theme;

//! Asks for whom an API signing key is to be made.
class SigningKeyForm final : public QWidget
{
    Q_OBJECT

public:
    //! What is passed in outlives it.
    SigningKeyForm(const Theme &theme, const core::SigningKeys &keys, QWidget *parent);

    //! Whether everything that is needed has been entered, and nothing of it is known to be wrong.
    [[nodiscard]] bool isComplete() const { return m_isComplete; }
    [[nodiscard]] core::SigningKeyDetails details() const;
    //! Takes the passphrase out of its field.
    void forgetPassPhrase();
    //! Goes where the error is about.
    void focusField(const QString &param);

signals:
    void changed();

private:
    void updateState();

    const core::SigningKeys &m_keys;
    QLineEdit *m_profile;
    QLabel *m_nameProblem;
    QLineEdit *m_user;
    QLineEdit *m_tenancy;
    QComboBox *m_region;
    QLineEdit *m_passPhrase;
    bool m_isComplete = false;
};

} // namespace ui
