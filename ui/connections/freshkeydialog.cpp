// SPDX-License-Identifier: MIT
#include "ui/connections/freshkeydialog.h"

#include "ui/theme/metrics.h"
#include "ui/theme/theme.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/formparts.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::ConnectionInfo;

namespace ui {

FreshKeyDialog::FreshKeyDialog(core::IssuedApiKey issued, const QUrl &base,
                               core::Connections &connections, const Theme &theme, QWidget *parent)
    : QDialog(parent)
    , m_issued(std::move(issued))
    , m_base(base)
    , m_connections(connections)
    , m_theme(theme)
{
    setWindowTitle(tr("Copy the secret now"));
    setMinimumWidth(600);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(22, 20, 22, 18);
    column->setSpacing(6);
    auto *title = new QLabel(m_issued.values.size() > 1
                                     ? tr("The secrets of “%1”").arg(m_issued.key.name)
                                     : tr("The new secret of “%1”").arg(m_issued.key.name),
                             this);
    title->setTextFormat(Qt::PlainText);
    title->setWordWrap(true);
    QFont font = title->font();
    font.setWeight(QFont::DemiBold);
    title->setFont(font);
    column->addWidget(title);
    column->addWidget(
            hint(tr("OCI shows them only this once. Keep them like passwords: whoever has "
                    "one can use your models."),
                 m_theme, this));
    column->addSpacing(metrics::gap);
    for (const auto &value : std::as_const(m_issued.values))
        addSecret(value, column);
    addPolicy(column);
    addKeeping(column);
    column->addSpacing(metrics::gap);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton *close = buttons->button(QDialogButtonBox::Close);
    close->setObjectName(u"freshKeyClose"_s);
    close->setAutoDefault(false); // Return would lose the secret
    connect(buttons, &QDialogButtonBox::rejected, this, &FreshKeyDialog::reject);
    column->addWidget(buttons);
    updateKeeping();
}

void FreshKeyDialog::addSecret(const core::IssuedApiKey::Value &value, QVBoxLayout *column)
{
    auto *field = new QLineEdit(QString::fromUtf8(value.secret->reveal()), this);
    field->setObjectName(u"freshSecret"_s);
    field->setReadOnly(true);
    field->setFont(m_theme.codeFont());
    field->setCursorPosition(0);
    field->setInputMethodHints(Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
    field->setAccessibleName(tr("Secret %1").arg(value.secretName));
    auto *copy = new CopyButton(
            m_theme, [secret = value.secret] { return QString::fromUtf8(secret->reveal()); }, this);
    copy->setAccessibleName(tr("Copy secret %1").arg(value.secretName));
    if (value.secretName == m_issued.values.first().secretName)
        copy->setFocus();
    // However it was copied: by the button, the keyboard or the context menu.
    connect(QGuiApplication::clipboard(), &QClipboard::dataChanged, this,
            [this, secret = value.secret] {
                if (secret->equals(QGuiApplication::clipboard()->text().toUtf8()))
                    m_isSafe = true;
            });
    QString name = value.secretName;
    name.replace(u'&', u"&&"_s); // it is no mnemonic
    QLabel *label = fieldLabel(tr("Secret “%1”").arg(name), field, this);
    label->setTextFormat(Qt::PlainText);
    column->addWidget(label);
    auto *row = new QHBoxLayout;
    row->addWidget(field, 1);
    row->addWidget(copy);
    column->addLayout(row);
    column->addSpacing(6);
}

void FreshKeyDialog::addPolicy(QVBoxLayout *column)
{
    auto *policy = new QPlainTextEdit(m_issued.policy, this);
    policy->setObjectName(u"freshPolicy"_s);
    policy->setProperty("role", u"field"_s);
    policy->setReadOnly(true);
    policy->setTabChangesFocus(true);
    policy->setFont(m_theme.codeFont());
    policy->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    policy->setFixedHeight(126);
    auto *copy = new CopyButton(m_theme, [policy = m_issued.policy] { return policy; }, this);
    copy->setAccessibleName(tr("Copy policy"));
    column->addWidget(fieldLabel(tr("IAM &policy that lets the key in"), policy, this));
    auto *row = new QHBoxLayout;
    row->addWidget(policy, 1);
    row->addWidget(copy, 0, Qt::AlignTop);
    column->addLayout(row);
    column->addWidget(hint(tr("Without such a policy OCI refuses the key. One for all keys of the "
                              "compartment leaves the last condition out."),
                           m_theme, this));
    column->addSpacing(6);
}

void FreshKeyDialog::addKeeping(QVBoxLayout *column)
{
    m_name = new QLineEdit(this); // after the secrets, as the Tab key goes
    m_name->setObjectName(u"freshConnectionName"_s);
    m_name->setText(m_issued.key.name);
    m_name->setCursorPosition(0);
    m_keep = new QPushButton(this);
    m_keep->setObjectName(u"freshKeep"_s);
    m_keep->setAutoDefault(false);
    const bool lasts = m_connections.hasKeychain() && !isDemo();
    m_keep->setText(lasts ? tr("&Keep in keychain and use") : tr("&Use until Gatehouse is closed"));
    column->addWidget(fieldLabel(tr("As a &connection of Gatehouse"), m_name, this));
    auto *row = new QHBoxLayout;
    row->addWidget(m_name, 1);
    row->addWidget(m_keep);
    column->addLayout(row);
    m_keepNote = hint({}, m_theme, this);
    m_keepNote->setObjectName(u"freshKeepNote"_s);
    column->addWidget(m_keepNote);
    connect(m_name, &QLineEdit::textChanged, this, &FreshKeyDialog::updateKeeping);
    connect(m_keep, &QPushButton::clicked, this, &FreshKeyDialog::keep);
}

bool FreshKeyDialog::isDemo() const
{
    const QList<ConnectionInfo> all = m_connections.connections();
    return std::ranges::any_of(all, [this](const ConnectionInfo &each) {
        return each.id == m_connections.current() && each.kind == ConnectionInfo::Kind::Demo;
    });
}

void FreshKeyDialog::updateKeeping()
{
    const QString name = m_name->text().trimmed();
    const QList<ConnectionInfo> all = m_connections.connections();
    const bool isTaken = std::ranges::any_of(all, [&name](const ConnectionInfo &each) {
        return each.kind == ConnectionInfo::Kind::BearerKey && each.name == name;
    });
    m_keep->setEnabled(!name.isEmpty());
    m_keepNote->setText(
            isTaken ? tr("This replaces the connection “%1” and its key.").arg(name)
                    : tr("The secret “%1” is used at %2.")
                              .arg(m_issued.values.first().secretName, m_base.toString()));
}

void FreshKeyDialog::keep()
{
    const core::IssuedApiKey::Value &value = m_issued.values.first();
    const auto secret =
            std::ranges::find(m_issued.key.secrets, value.secretName, &core::ApiKeySecret::name);
    const bool demo = isDemo();
    core::BearerKeyDetails details{
            .name = m_name->text().trimmed(),
            .baseUrl = m_base,
            .key = value.secret->clone(),
            .remember = m_connections.hasKeychain() && !demo,
            .expires = secret == m_issued.key.secrets.end() ? QDateTime() : secret->expires,
            .isOfThisRun = demo};
    m_isSafe = m_isSafe || m_issued.values.size() == 1;
    m_name->setEnabled(false);
    m_keep->setEnabled(false);
    m_keepNote->setText(tr("It is in use now: “%1” is chosen in the window.").arg(details.name));
    m_connections.addBearerKey(std::move(details));
}

void FreshKeyDialog::reject()
{
    if (m_isSafe) {
        QDialog::reject();
        return;
    }
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("Close without copying"),
                                tr("Close without having copied the secret?"), QMessageBox::Cancel,
                                this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(tr("It cannot be shown again. Renewing it gives another one."));
    QPushButton *close = box->addButton(tr("C&lose"), QMessageBox::DestructiveRole);
    close->setObjectName(u"confirmClose"_s);
    close->setProperty("role", u"danger"_s);
    box->setDefaultButton(QMessageBox::Cancel);
    connect(close, &QPushButton::clicked, this, [this] { QDialog::reject(); });
    box->open();
}

} // namespace ui
