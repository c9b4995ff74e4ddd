// SPDX-License-Identifier: MIT
#include "ui/connections/signingkeyform.h"

#include "ui/connections/profilefields.h"
#include "ui/theme/theme.h"
#include "ui/widgets/formparts.h"
#include "ui/widgets/secretfield.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using Standing = core::SigningKeys::Standing;

namespace ui {

SigningKeyForm::SigningKeyForm(const Theme &theme, const core::SigningKeys &keys, QWidget *parent)
    : QWidget(parent)
    , m_keys(keys)
    , m_profile(new QLineEdit(this))
    , m_nameProblem(problemLabel(u"keyNameProblem"_s, this))
    , m_user(new QLineEdit(this))
    , m_tenancy(new QLineEdit(this))
    , m_region(new QComboBox(this))
    , m_passPhrase(new QLineEdit(this))
{
    const core::SigningKeyDetails suggestion = keys.suggestion();
    m_profile->setObjectName(u"keyProfile"_s);
    m_profile->setText(suggestion.profile);
    m_nameProblem->setFont(theme.smallFont());
    m_user->setObjectName(u"keyUser"_s);
    m_user->setText(suggestion.user);
    m_user->setPlaceholderText(u"ocid1.user.oc1..aaaa…"_s);
    m_tenancy->setObjectName(u"keyTenancy"_s);
    m_tenancy->setText(suggestion.tenancy);
    m_tenancy->setPlaceholderText(u"ocid1.tenancy.oc1..aaaa…"_s);
    for (QLineEdit *field : {m_user, m_tenancy})
        field->setCursorPosition(0);
    m_region->setObjectName(u"keyRegion"_s);
    offerRegions(*m_region, keys.regions(), suggestion.region);
    m_passPhrase->setObjectName(u"keyPassphrase"_s);
    m_passPhrase->setPlaceholderText(tr("None"));
    makeSecretField(*m_passPhrase, theme);

    QVBoxLayout *column = formColumn(this);
    column->addWidget(hint(tr("Gatehouse makes a key pair on this computer. Its public half goes "
                              "to OCI, the private one stays in a file that only you can read."),
                           theme, this));
    column->addSpacing(8);
    column->addWidget(fieldLabel(tr("&Profile"), m_profile, this));
    column->addWidget(m_profile);
    column->addWidget(m_nameProblem);
    column->addSpacing(6);
    column->addWidget(fieldLabel(tr("&User OCID"), m_user, this));
    column->addWidget(m_user);
    column->addWidget(hint(tr("In the OCI Console: profile menu at the top right, My profile."),
                           theme, this));
    column->addSpacing(6);
    column->addWidget(fieldLabel(tr("&Tenancy OCID"), m_tenancy, this));
    column->addWidget(m_tenancy);
    column->addSpacing(6);
    column->addWidget(fieldLabel(tr("&Region"), m_region, this));
    column->addWidget(m_region);
    column->addSpacing(6);
    column->addWidget(fieldLabel(tr("Pass&phrase of the key file"), m_passPhrase, this));
    column->addWidget(m_passPhrase);
    column->addWidget(hint(tr("With one, the file is of no use to whoever copies it; you are "
                              "asked for it when the key is used."),
                           theme, this));
    for (const QLineEdit *field : {m_profile, m_user, m_tenancy})
        connect(field, &QLineEdit::textChanged, this, &SigningKeyForm::updateState);
    connect(m_region, &QComboBox::currentTextChanged, this, &SigningKeyForm::updateState);
    setFocusProxy(m_profile);
    updateState();
}

void SigningKeyForm::updateState()
{
    const QString profile = m_profile->text().trimmed();
    const Standing standing = m_keys.standing(profile);
    QString problem;
    if (standing == Standing::Taken)
        problem = profileTaken(profile);
    else if (standing == Standing::Unfit && !profile.isEmpty())
        problem = profileUnfit();
    setProblem(*m_nameProblem, problem);
    m_isComplete = (standing == Standing::New || standing == Standing::Key) &&
                   !m_user->text().trimmed().isEmpty() && !m_tenancy->text().trimmed().isEmpty() &&
                   !m_region->currentText().trimmed().isEmpty();
    emit changed();
}

core::SigningKeyDetails SigningKeyForm::details() const
{
    return {.profile = m_profile->text().trimmed(),
            .user = m_user->text().trimmed(),
            .tenancy = m_tenancy->text().trimmed(),
            .region = m_region->currentText().trimmed(),
            .passPhrase = core::Secret::take(m_passPhrase->text().toUtf8())};
}

void SigningKeyForm::forgetPassPhrase()
{
    [[maybe_unused]] const core::Secret wiped = takeSecret(*m_passPhrase);
}

void SigningKeyForm::focusField(const QString &param)
{
    if (param == "user"_L1)
        m_user->setFocus();
    else if (param == "tenancy"_L1)
        m_tenancy->setFocus();
    else if (param == "region"_L1)
        m_region->setFocus();
    else
        m_profile->setFocus();
}

} // namespace ui
