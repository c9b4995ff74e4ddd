// SPDX-License-Identifier: MIT
#include "ui/connections/passphrasedialog.h"

#include "ui/theme/metrics.h"
#include "ui/theme/theme.h"
#include "ui/widgets/secretfield.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

PassphraseDialog::PassphraseDialog(const Theme &theme, const core::SecretRequest &request,
                                   QWidget *parent)
    : QDialog(parent)
    , m_connectionId(request.connectionId)
    , m_field(new QLineEdit(this))
{
    setWindowTitle(tr("Passphrase needed"));
    setMinimumWidth(440);

    auto *symbol = new QLabel(this);
    symbol->setPixmap(theme.icon(u"key"_s, Theme::Ink::Accent)
                              .pixmap(QSize(30, 30), symbol->devicePixelRatioF()));
    auto *prompt = new QLabel(request.prompt, this);
    prompt->setTextFormat(Qt::PlainText);
    prompt->setWordWrap(true);
    QFont font = prompt->font();
    font.setWeight(QFont::DemiBold);
    prompt->setFont(font);
    prompt->setBuddy(m_field);

    m_field->setObjectName(u"passphrase"_s);
    m_field->setAccessibleName(request.prompt);
    makeSecretField(*m_field, theme);

    auto *fields = new QVBoxLayout;
    fields->setSpacing(metrics::gap);
    fields->addWidget(prompt);
    if (!request.previousProblem.isEmpty()) {
        auto *problem = new QLabel(request.previousProblem, this);
        problem->setTextFormat(Qt::PlainText);
        problem->setWordWrap(true);
        problem->setProperty("role", u"danger"_s);
        fields->addWidget(problem);
        m_field->setAccessibleDescription(request.previousProblem);
    }
    fields->addWidget(m_field);
    if (request.canRemember) {
        m_remember = new QCheckBox(tr("&Remember in keychain"), this);
        m_remember->setObjectName(u"remember"_s);
        fields->addWidget(m_remember);
    } else {
        auto *note =
                new QLabel(tr("There is no keychain here, so it is kept for this run only."), this);
        note->setObjectName(u"thisRunOnly"_s);
        note->setProperty("role", u"muted"_s);
        note->setFont(theme.smallFont());
        note->setWordWrap(true);
        fields->addWidget(note);
    }

    auto *top = new QHBoxLayout;
    top->setSpacing(metrics::margin);
    top->addWidget(symbol, 0, Qt::AlignTop);
    top->addLayout(fields, 1);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    QPushButton *unlock = buttons->addButton(tr("&Unlock"), QDialogButtonBox::AcceptRole);
    unlock->setDefault(true);
    unlock->setEnabled(false);
    connect(m_field, &QLineEdit::textChanged, unlock,
            [unlock](const QString &text) { unlock->setEnabled(!text.isEmpty()); });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(22, 20, 22, 18);
    column->setSpacing(18);
    column->addLayout(top);
    column->addWidget(buttons);
    m_field->setFocus();
}

core::Secret PassphraseDialog::takePassphrase()
{
    return takeSecret(*m_field);
}

bool PassphraseDialog::remember() const
{
    return m_remember && m_remember->isChecked();
}

} // namespace ui
