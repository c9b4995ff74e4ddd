// SPDX-License-Identifier: MIT
#include "ui/connections/signingkeydialog.h"

#include "ui/connections/freshsigningkey.h"
#include "ui/connections/signingkeyform.h"
#include "ui/widgets/formparts.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

SigningKeyDialog::SigningKeyDialog(const Theme &theme, core::SigningKeys &keys, QWidget *parent)
    : FormDialog(tr("New API signing key"), 580, parent)
    , m_keys(keys)
    , m_form(new SigningKeyForm(theme, keys, this))
    , m_fresh(new FreshSigningKey(theme, keys, this))
    , m_problem(problemLabel(u"keyProblem"_s, this))
{
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_go = buttons->addButton(QString(), QDialogButtonBox::AcceptRole);
    m_go->setObjectName(u"keyGo"_s);
    m_go->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &SigningKeyDialog::go);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_form, &SigningKeyForm::changed, this, &SigningKeyDialog::updateState);

    column()->addWidget(m_form);
    column()->addWidget(m_fresh);
    column()->addWidget(m_problem);
    column()->addSpacing(8);
    column()->addStretch();
    column()->addWidget(buttons);
    updateState();
    m_form->setFocus();
}

void SigningKeyDialog::go()
{
    if (m_step == Step::Shows) {
        accept();
        m_keys.use(m_fresh->hasConsent());
    } else if (m_step == Step::Asks) {
        make();
    }
}

void SigningKeyDialog::make()
{
    m_step = Step::Makes;
    setProblem(*m_problem, {});
    updateState();
    m_keys.make(m_form->details()).then(this, [this](const core::Result<core::SigningKey> &key) {
        onMade(key);
    });
}

void SigningKeyDialog::onMade(const core::Result<core::SigningKey> &key)
{
    m_step = key ? Step::Shows : Step::Asks;
    setProblem(*m_problem, key ? QString() : key.error().message);
    if (key) {
        m_form->forgetPassPhrase();
        m_fresh->setKey(*key);
    }
    updateState();
    if (key)
        m_go->setFocus();
    else
        m_form->focusField(key.error().param);
}

void SigningKeyDialog::updateState()
{
    m_form->setVisible(m_step != Step::Shows);
    m_form->setEnabled(m_step == Step::Asks);
    m_fresh->setVisible(m_step == Step::Shows);
    m_go->setEnabled(m_step == Step::Shows || (m_step == Step::Asks && m_form->isComplete()));
    m_go->setText(m_step == Step::Shows   ? tr("&Use this key")
                  : m_step == Step::Makes ? tr("Making the key…")
                                          : tr("&Make the key"));
}

} // namespace ui
