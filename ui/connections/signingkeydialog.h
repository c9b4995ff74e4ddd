// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/signingkeys.h"
#include "ui/widgets/formdialog.h"

class QLabel;
class QPushButton;

namespace ui {

class FreshSigningKey;
class SigningKeyForm;
class Theme;

//! Makes an API signing key: asks for whom, then shows what to upload at OCI. Who closes it before
//! the end has a key on the disk and no profile that uses it.
class SigningKeyDialog final : public FormDialog
{
    Q_OBJECT

public:
    //! What is passed in outlives it.
    SigningKeyDialog(const Theme &theme, core::SigningKeys &keys, QWidget *parent);

private:
    enum class Step { Asks, Makes, Shows };

    void go();
    void make();
    void onMade(const core::Result<core::SigningKey> &key);
    void updateState();

    core::SigningKeys &m_keys;
    SigningKeyForm *m_form;
    FreshSigningKey *m_fresh;
    QLabel *m_problem;
    QPushButton *m_go;
    Step m_step = Step::Asks;
};

} // namespace ui
