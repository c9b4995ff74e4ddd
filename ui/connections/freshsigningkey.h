// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/signingkeys.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace ui {

class Theme;

//! Shows a signing key that has just been made: what to upload, where, and what to compare.
class FreshSigningKey final : public QWidget
{
    Q_OBJECT

public:
    //! What is passed in outlives it.
    FreshSigningKey(const Theme &theme, const core::SigningKeys &keys, QWidget *parent);

    void setKey(const core::SigningKey &key);
    //! Whether the person agrees that the profile is written into the configuration file.
    [[nodiscard]] bool hasConsent() const;

private:
    const core::SigningKeys &m_keys;
    QPlainTextEdit *m_public;
    QLineEdit *m_fingerprint;
    QLabel *m_file; //!< where the private half is
    QCheckBox *m_consent;
    QLabel *m_config; //!< what becomes of the configuration file
};

} // namespace ui
