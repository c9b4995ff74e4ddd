// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/chatrunner.h"
#include "core/ports/connections.h"
#include "core/ports/signin.h"

#include <QPointer>

class QWidget;

namespace ui {

class NoticeBar;
class SignInDialog;
class Theme;

//! Opens the sign-in with the browser, and knows where it would help.
class SignInOffers final : public QObject
{
    Q_OBJECT

public:
    //! What is passed in outlives it; dialogs open over `window`.
    SignInOffers(core::SignIn &signIn, const core::Connections &connections, const Theme &theme,
                 QWidget *window);

    //! Whether a new session would mend it: the connection in use signs in by one, and that is
    //! what was refused.
    [[nodiscard]] bool wouldMend(const core::Error &error) const;

    //! Says in the notice bar, which opens it again, that the session has ended while one chats.
    //! To be called once; both outlive it.
    void watch(core::ChatRunner &runner, NoticeBar &notice);

    void open();
    //! For the connection in use.
    void openAgain();

private:
    void show(SignInDialog *dialog);

    core::SignIn &m_signIn;
    const core::Connections &m_connections;
    const Theme &m_theme;
    QWidget *m_window;
    QPointer<SignInDialog> m_dialog;
    NoticeBar *m_notice = nullptr; //!< while it is about the session
};

} // namespace ui
