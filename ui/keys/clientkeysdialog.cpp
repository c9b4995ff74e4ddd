// SPDX-License-Identifier: MIT
#include "ui/keys/clientkeysdialog.h"

#include "ui/keys/clientkeyform.h"
#include "ui/keys/clientkeytable.h"
#include "ui/keys/freshclientkey.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/formparts.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using core::Result;

namespace ui {

ClientKeysDialog::ClientKeysDialog(core::ClientKeys &keys, const core::GatewayControl &gateway,
                                   const Theme &theme, QWidget *parent)
    : QDialog(parent)
    , m_keys(keys)
    , m_gateway(gateway)
    , m_theme(theme)
    , m_table(new ClientKeyTable(theme, this))
    , m_problem(problemLabel(u"clientKeysProblem"_s, this))
    , m_note(hint({}, theme, this))
{
    setWindowTitle(tr("Keys for tools"));
    setObjectName(u"clientKeysDialog"_s);
    resize(900, 440);
    auto *intro = new QLabel(tr("Each tool that calls the gateway can have a key of its own: with "
                                "the models that it may use, with bounds, and to be revoked "
                                "without the others."),
                             this);
    intro->setTextFormat(Qt::PlainText);
    intro->setProperty("role", u"muted"_s);
    intro->setWordWrap(true);
    m_note->setObjectName(u"clientKeysNote"_s);
    m_note->hide();
    m_new = addButton(u"clientKeyNew"_s, tr("&New…"));
    m_copy = addButton(u"clientKeyCopy"_s, tr("Copy &key"));
    m_revoke = addButton(u"clientKeyRevoke"_s, tr("Re&voke…"));
    QPushButton *close = addButton(u"clientKeysClose"_s, tr("&Close"));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::gap);
    for (QPushButton *button : {m_new, m_copy, m_revoke})
        buttons->addWidget(button);
    buttons->addStretch(1);
    buttons->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(22, 20, 22, 18);
    column->setSpacing(12);
    column->addWidget(intro);
    column->addWidget(m_table, 1);
    column->addWidget(m_problem);
    column->addWidget(m_note);
    column->addLayout(buttons);

    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_new, &QPushButton::clicked, this, &ClientKeysDialog::openForm);
    connect(m_copy, &QPushButton::clicked, this, &ClientKeysDialog::copy);
    connect(m_revoke, &QPushButton::clicked, this, &ClientKeysDialog::confirmRevoke);
    connect(m_table, &ClientKeyTable::currentChanged, this, &ClientKeysDialog::updateState);
    connect(&m_keys, &core::ClientKeys::changed, this, &ClientKeysDialog::refresh);
    refresh();
}

QPushButton *ClientKeysDialog::addButton(const QString &name, const QString &text)
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(name);
    button->setAutoDefault(false); // Return in the table is no wish to make or revoke one
    return button;
}

void ClientKeysDialog::refresh()
{
    if (const QString problem = m_keys.problem(); !problem.isEmpty())
        m_table->showMessage(problem, true);
    else
        m_table->setKeys(m_keys.keys());
    updateState();
}

void ClientKeysDialog::updateState()
{
    const core::ClientKey *key = m_table->key();
    const bool isGood = key && !key->isRevoked();
    m_new->setEnabled(m_keys.problem().isEmpty());
    m_copy->setEnabled(isGood);
    m_revoke->setEnabled(isGood);
    setProblem(*m_problem, {});
    m_note->hide();
}

void ClientKeysDialog::openForm()
{
    auto *form = new ClientKeyForm(m_theme, this);
    form->setAttribute(Qt::WA_DeleteOnClose);
    connect(form, &ClientKeyForm::submitted, this, [this, form] { make(form); });
    form->open();
}

void ClientKeysDialog::make(ClientKeyForm *form)
{
    const auto made = m_keys.make(form->wish());
    if (!made) {
        const core::Error &error = made.error();
        form->showProblem(error.advice.isEmpty() ? error.message
                                                 : error.message + u". "_s + error.advice);
        return;
    }
    form->close();
    m_table->choose(made->key.id);
    auto *fresh =
            new FreshClientKey(*made, m_gateway.baseUrl(), m_keys.hasKeychain(), m_theme, this);
    fresh->setAttribute(Qt::WA_DeleteOnClose);
    fresh->open();
}

void ClientKeysDialog::copy()
{
    const QString name = m_table->key()->name;
    m_keys.reveal(m_table->key()->id)
            .then(this, [this, name](const Result<core::SecretStore::Found> &found) {
                updateState();
                if (!found)
                    return setProblem(*m_problem, found.error().message);
                if (!*found || (*found)->isEmpty()) {
                    return setProblem(*m_problem, tr("The key of “%1” is not kept here. Revoke it "
                                                     "and make another.")
                                                          .arg(name));
                }
                QGuiApplication::clipboard()->setText(QString::fromUtf8((*found)->reveal()));
                m_note->setText(tr("The key of “%1” was copied.").arg(name));
                m_note->show();
            });
}

void ClientKeysDialog::confirmRevoke()
{
    const core::ClientKey key = *m_table->key();
    auto *box =
            new QMessageBox(QMessageBox::NoIcon, windowTitle(),
                            tr("Revoke the key of “%1”?").arg(key.name), QMessageBox::Cancel, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(tr("Tools that use it are refused at once. It cannot be taken back."));
    QPushButton *go = box->addButton(tr("&Revoke"), QMessageBox::DestructiveRole);
    go->setObjectName(u"confirmClientKey"_s);
    go->setProperty("role", u"danger"_s);
    box->setDefaultButton(QMessageBox::Cancel);
    connect(go, &QPushButton::clicked, this, [this, id = key.id] { revoke(id); });
    box->open();
}

void ClientKeysDialog::revoke(const QString &id)
{
    if (const auto revoked = m_keys.revoke(id); !revoked)
        setProblem(*m_problem, revoked.error().message);
}

} // namespace ui
