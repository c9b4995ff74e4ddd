// SPDX-License-Identifier: MIT
#include "ui/connections/signinoffers.h"

#include "ui/connections/signindialog.h"
#include "ui/widgets/noticebar.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace ui {

SignInOffers::SignInOffers(core::SignIn &signIn, const core::Connections &connections,
                           const Theme &theme, QWidget *window)
    : QObject(window)
    , m_signIn(signIn)
    , m_connections(connections)
    , m_theme(theme)
    , m_window(window)
{
}

bool SignInOffers::wouldMend(const core::Error &error) const
{
    return error.code == core::ErrorCode::Unauthorized && error.reason != "clock_skew"_L1 &&
           m_signIn.renewalOf(m_connections.current()).has_value();
}

void SignInOffers::watch(core::ChatRunner &runner, NoticeBar &notice)
{
    connect(&runner, &core::ChatRunner::turnChanged, this,
            [this, &notice](const QString &, const core::Turn &turn) {
                const bool isFailed = turn.status == core::Turn::Status::Failed && turn.error;
                if (!isFailed || !wouldMend(*turn.error))
                    return;
                m_notice = &notice;
                notice.showNotice(NoticeBar::Kind::Problem,
                                  tr("The session of this connection has ended."),
                                  tr("&Sign in again"));
            });
    connect(&notice, &NoticeBar::actionTriggered, this, &SignInOffers::openAgain);
}

void SignInOffers::open()
{
    show(new SignInDialog(m_theme, m_signIn, SignInDialog::Purpose::First, m_signIn.suggestion(),
                          m_window));
}

void SignInOffers::openAgain()
{
    if (const auto details = m_signIn.renewalOf(m_connections.current()))
        show(new SignInDialog(m_theme, m_signIn, SignInDialog::Purpose::Again, *details, m_window));
}

void SignInOffers::show(SignInDialog *dialog)
{
    delete m_dialog; // the port has one sign-in at a time
    m_dialog = dialog;
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this] {
        if (NoticeBar *notice = std::exchange(m_notice, nullptr))
            notice->hide();
    });
    dialog->open();
}

} // namespace ui
