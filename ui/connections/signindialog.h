// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/signin.h"
#include "ui/widgets/formdialog.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace ui {

class Theme;

//! Signs in at OCI with the browser: asks for the profile and the region, then waits for the
//! person to come back. Closing it ends the wait; it closes itself when all is done.
class SignInDialog final : public FormDialog
{
    Q_OBJECT

public:
    enum class Purpose {
        First, //!< the person chooses the profile
        Again, //!< a profile gets a new session
    };

    //! `details` is what the form begins with. What is passed in outlives the dialog.
    SignInDialog(const Theme &theme, core::SignIn &signIn, Purpose purpose,
                 const core::SignInDetails &details, QWidget *parent);

    void done(int result) override;

private:
    void makeForm(const core::SignInDetails &details);
    void makeWait();
    void start();
    void updateForm();
    void updateState();

    const Theme &m_theme;
    core::SignIn &m_signIn;
    Purpose m_purpose;
    QWidget *m_form;
    QWidget *m_wait;
    QLineEdit *m_profile;
    QLabel *m_nameProblem;
    QComboBox *m_region;
    QLineEdit *m_tenancy;
    QCheckBox *m_consent;
    QLabel *m_config;     //!< what becomes of the configuration file
    QLabel *m_words;      //!< of the wait
    QLineEdit *m_address; //!< of OCI's page
    QLabel *m_problem;
    QPushButton *m_again; //!< opens the page once more
    QPushButton *m_go;
    bool m_keeps = false;   //!< a profile of the configuration file is brought up to date
    bool m_started = false; //!< the port's state is about us
};

} // namespace ui
