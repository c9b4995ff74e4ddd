// SPDX-License-Identifier: MIT
#include "ui/connections/signindialog.h"

#include "ui/connections/profilefields.h"
#include "ui/theme/metrics.h"
#include "ui/theme/theme.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/formparts.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;
using Standing = core::SignIn::Standing;
using State = core::SignIn::State;

namespace ui {

SignInDialog::SignInDialog(const Theme &theme, core::SignIn &signIn, Purpose purpose,
                           const core::SignInDetails &details, QWidget *parent)
    : FormDialog(purpose == Purpose::Again ? tr("Sign in again") : tr("Sign in with a browser"),
                 500, parent)
    , m_theme(theme)
    , m_signIn(signIn)
    , m_purpose(purpose)
    , m_form(new QWidget(this))
    , m_wait(new QWidget(this))
    , m_problem(problemLabel(u"signInProblem"_s, this))
{
    makeForm(details);
    makeWait();

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_again = buttons->addButton(tr("&Open the page again"), QDialogButtonBox::ActionRole);
    m_again->setObjectName(u"signInOpen"_s);
    m_go = buttons->addButton(tr("&Sign in"), QDialogButtonBox::AcceptRole);
    m_go->setObjectName(u"signIn"_s);
    m_go->setDefault(true);
    connect(m_again, &QPushButton::clicked, this, [this] { m_signIn.openPage(); });
    connect(buttons, &QDialogButtonBox::accepted, this, &SignInDialog::start);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    column()->addWidget(m_form);
    column()->addWidget(m_wait);
    column()->addWidget(m_problem);
    column()->addSpacing(8);
    column()->addStretch();
    column()->addWidget(buttons);
    connect(&m_signIn, &core::SignIn::stateChanged, this, &SignInDialog::updateState);
    connect(m_profile, &QLineEdit::textChanged, this, &SignInDialog::updateForm);
    connect(m_region, &QComboBox::currentTextChanged, this, &SignInDialog::updateForm);
    updateState();
    (purpose == Purpose::Again ? static_cast<QWidget *>(m_go) : m_profile)->setFocus();
}

void SignInDialog::makeForm(const core::SignInDetails &details)
{
    m_profile = new QLineEdit(details.profile, m_form);
    m_profile->setObjectName(u"signInProfile"_s);
    m_profile->setReadOnly(m_purpose == Purpose::Again);
    m_nameProblem = problemLabel(u"signInNameProblem"_s, m_form);
    m_nameProblem->setFont(m_theme.smallFont());
    m_region = new QComboBox(m_form);
    m_region->setObjectName(u"signInRegion"_s);
    offerRegions(*m_region, m_signIn.regions(), details.region);
    m_tenancy = new QLineEdit(details.tenancy, m_form);
    m_tenancy->setObjectName(u"signInTenancy"_s);
    m_tenancy->setPlaceholderText(tr("The page asks for it if this is empty"));
    m_consent = new QCheckBox(tr("&Add the profile to the OCI configuration"), m_form);
    m_consent->setObjectName(u"signInConsent"_s);
    m_consent->setChecked(details.addToConfig);
    m_config = hint({}, m_theme, m_form);
    m_config->setObjectName(u"signInConfig"_s);

    QVBoxLayout *parts = formColumn(m_form);
    parts->addWidget(hint(tr("Your browser opens OCI's own page. Gatehouse gets a session of an "
                             "hour from it, which it renews while it runs, and never sees your "
                             "password."),
                          m_theme, m_form));
    parts->addSpacing(8);
    parts->addWidget(fieldLabel(tr("&Profile"), m_profile, m_form));
    parts->addWidget(m_profile);
    parts->addWidget(m_nameProblem);
    parts->addSpacing(6);
    parts->addWidget(fieldLabel(tr("&Region"), m_region, m_form));
    parts->addWidget(m_region);
    parts->addSpacing(6);
    parts->addWidget(fieldLabel(tr("&Tenancy name"), m_tenancy, m_form));
    parts->addWidget(m_tenancy);
    parts->addSpacing(8);
    parts->addWidget(m_consent);
    parts->addWidget(m_config);
}

void SignInDialog::makeWait()
{
    m_words = new QLabel(m_wait);
    m_words->setObjectName(u"signInWords"_s);
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_address = new QLineEdit(m_wait);
    m_address->setObjectName(u"signInAddress"_s);
    m_address->setReadOnly(true);
    auto *copy = new CopyButton(m_theme, [this] { return m_address->text(); }, m_wait);

    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::gap);
    row->addWidget(m_address, 1);
    row->addWidget(copy);
    QVBoxLayout *parts = formColumn(m_wait);
    parts->addWidget(m_words);
    parts->addSpacing(8);
    parts->addWidget(fieldLabel(tr("A&ddress of the page"), m_address, m_wait));
    parts->addLayout(row);
    parts->addWidget(hint(tr("It must be opened on this computer: OCI sends the browser back to "
                             "Gatehouse here."),
                          m_theme, m_wait));
}

void SignInDialog::start()
{
    m_started = true;
    m_signIn.start({.profile = m_profile->text().trimmed(),
                    .region = m_region->currentText().trimmed(),
                    .tenancy = m_tenancy->text().trimmed(),
                    .addToConfig = m_keeps || m_consent->isChecked()});
}

void SignInDialog::updateForm()
{
    const QString profile = m_profile->text().trimmed();
    const Standing standing = m_signIn.standing(profile);
    m_keeps = standing == Standing::Session;
    m_consent->setVisible(standing != Standing::Session);
    m_config->setText(m_keeps ? tr("%1 is in %2 already; its session is replaced there.")
                                        .arg(profile, m_signIn.configFile())
                              : tr("It is written to %1, where other OCI tools find it, too. "
                                   "Otherwise the profile lasts until Gatehouse is closed.")
                                        .arg(m_signIn.configFile()));
    QString problem;
    if (standing == Standing::Taken)
        problem = profileTaken(profile);
    else if (standing == Standing::Unfit && !profile.isEmpty())
        problem = profileUnfit();
    setProblem(*m_nameProblem, problem);
    m_go->setEnabled((standing == Standing::New || m_keeps) &&
                     !m_region->currentText().trimmed().isEmpty());
}

void SignInDialog::updateState()
{
    const State state = m_started ? m_signIn.state() : State::Idle;
    if (state == State::Done) {
        accept();
        return;
    }
    const bool isBusy = state == State::Preparing || state == State::Waiting;
    m_form->setVisible(!isBusy);
    m_wait->setVisible(isBusy);
    m_go->setVisible(!isBusy);
    m_go->setText(state == State::Failed ? tr("&Try again") : tr("&Sign in"));
    m_again->setVisible(state == State::Waiting);
    setProblem(*m_problem, state == State::Failed ? m_signIn.failure().message : QString());
    if (!isBusy) {
        updateForm();
        return;
    }
    if (state == State::Preparing)
        m_words->setText(tr("Preparing the sign-in…"));
    else if (m_signIn.isBrowserOpen())
        m_words->setText(tr("Sign in on the page that your browser shows. Gatehouse waits for "
                            "five minutes and goes on by itself."));
    else
        m_words->setText(tr("No browser could be opened. Open this address in one and sign in "
                            "there; Gatehouse waits for five minutes."));
    m_address->setText(state == State::Waiting ? m_signIn.page().toString(QUrl::FullyEncoded)
                                               : QString());
    m_address->setCursorPosition(0);
}

void SignInDialog::done(int result)
{
    if (result == Rejected && std::exchange(m_started, false))
        m_signIn.cancel();
    FormDialog::done(result);
}

} // namespace ui
