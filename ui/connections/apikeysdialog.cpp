// SPDX-License-Identifier: MIT
#include "ui/connections/apikeysdialog.h"

#include "ui/connections/apikeyform.h"
#include "ui/connections/apikeytable.h"
#include "ui/connections/freshkeydialog.h"
#include "ui/theme/metrics.h"
#include "ui/theme/theme.h"
#include "ui/widgets/formparts.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QVBoxLayout>

#include <chrono>

using namespace Qt::StringLiterals;
using core::Result;

namespace ui {

namespace {

constexpr std::chrono::milliseconds settlingPause{2000};

} // namespace

ApiKeysDialog::ApiKeysDialog(std::shared_ptr<core::ApiKeys> keys, const QString &place,
                             core::Connections &connections, const core::Clock &clock,
                             const Theme &theme, QWidget *parent)
    : QDialog(parent)
    , m_keys(std::move(keys))
    , m_connections(connections)
    , m_clock(clock)
    , m_theme(theme)
    , m_table(new ApiKeyTable(theme, this))
    , m_problem(problemLabel(u"apiKeysProblem"_s, this))
{
    setWindowTitle(tr("Generative AI API keys"));
    setObjectName(u"apiKeysDialog"_s);
    resize(820, 460);
    auto *intro = new QLabel(tr("Keys of %1. With one, programs use the models of its region "
                                "without signing.")
                                     .arg(place),
                             this);
    intro->setTextFormat(Qt::PlainText);
    intro->setProperty("role", u"muted"_s);
    intro->setWordWrap(true);
    m_new = addButton(u"apiKeyNew"_s, tr("&New…"), &ApiKeysDialog::make);
    m_renew = addButton(u"apiKeyRenew"_s, tr("&Renew…"), &ApiKeysDialog::renew);
    m_revoke = addButton(u"apiKeyRevoke"_s, tr("Re&voke…"), &ApiKeysDialog::revoke);
    m_delete = addButton(u"apiKeyDelete"_s, tr("&Delete key…"), &ApiKeysDialog::remove);
    m_refresh = addButton(u"apiKeyRefresh"_s, tr("Re&fresh"), &ApiKeysDialog::reload);
    auto *close = addButton(u"apiKeyClose"_s, tr("&Close"), nullptr);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::gap);
    for (QPushButton *button : {m_new, m_renew, m_revoke, m_delete})
        buttons->addWidget(button);
    buttons->addStretch(1);
    buttons->addWidget(m_refresh);
    buttons->addWidget(close);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(22, 20, 22, 18);
    column->setSpacing(12);
    column->addWidget(intro);
    column->addWidget(m_table, 1);
    column->addWidget(m_problem);
    column->addLayout(buttons);

    m_settling.setSingleShot(true);
    m_settling.setInterval(settlingPause);
    m_settling.callOnTimeout(this, &ApiKeysDialog::reload);
    connect(m_table, &ApiKeyTable::currentChanged, this, &ApiKeysDialog::updateState);
    reload();
}

ApiKeysDialog::~ApiKeysDialog()
{
    m_listing.cancel();
}

QPushButton *ApiKeysDialog::addButton(const QString &name, const QString &text,
                                      void (ApiKeysDialog::*act)())
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(name);
    button->setAutoDefault(false); // Return in the table is no wish to make or delete one
    if (act)
        connect(button, &QPushButton::clicked, this, act);
    return button;
}

void ApiKeysDialog::reload()
{
    m_settling.stop();
    m_listing.cancel();
    if (!m_isListed)
        m_table->showMessage(tr("Listing the keys…"));
    m_refresh->setEnabled(false);
    m_listing = m_keys->list();
    m_listing.then(this, [this](const Result<QList<core::ApiKey>> &keys) { onListed(keys); });
    updateState();
}

void ApiKeysDialog::onListed(const Result<QList<core::ApiKey>> &keys)
{
    m_refresh->setEnabled(true);
    if (keys) {
        m_isListed = true;
        m_table->setKeys(*keys, m_clock.nowUtc());
    } else if (m_isListed) {
        showFailure(keys.error()); // what was listed before is better than nothing
    } else {
        const core::Error &error = keys.error();
        m_table->showMessage(error.advice.isEmpty() ? error.message
                                                    : error.message + u"\n\n"_s + error.advice,
                             true);
    }
    updateState();
}

void ApiKeysDialog::reject()
{
    if (!m_isBusy) {
        QDialog::reject();
        return;
    }
    setProblem(*m_problem, tr("Wait for OCI's answer: a secret that was just made would be lost."));
}

void ApiKeysDialog::setBusy(bool busy)
{
    m_isBusy = busy;
    setProblem(*m_problem, {});
    updateState();
}

void ApiKeysDialog::updateState()
{
    if (m_table->isSettling() && !m_settling.isActive() && m_refresh->isEnabled())
        m_settling.start();
    const core::ApiKey key = m_table->key();
    const core::ApiKeySecret secret = m_table->secret();
    const bool isChangeable = !m_isBusy && (key.state == core::ApiKey::State::Active ||
                                            key.state == core::ApiKey::State::Inactive);
    const bool hasSecret = !secret.name.isEmpty();
    m_new->setEnabled(!m_isBusy);
    m_renew->setEnabled(isChangeable && hasSecret);
    m_revoke->setEnabled(isChangeable && hasSecret &&
                         secret.state != core::ApiKeySecret::State::Revoked);
    m_delete->setEnabled(!m_isBusy && !key.id.isEmpty() &&
                         key.state != core::ApiKey::State::Creating &&
                         key.state != core::ApiKey::State::Deleting);
}

void ApiKeysDialog::showFailure(const core::Error &error)
{
    setProblem(*m_problem,
               error.advice.isEmpty() ? error.message : error.message + u' ' + error.advice);
}

void ApiKeysDialog::make()
{
    auto *form = new ApiKeyForm(m_theme, this);
    form->setAttribute(Qt::WA_DeleteOnClose);
    connect(form, &ApiKeyForm::submitted, this, [this, form] {
        issue(form, m_keys->create({.name = form->name(),
                                    .description = form->description(),
                                    .secretNames = {u"first"_s, u"second"_s},
                                    .expires = form->expires(m_clock.nowUtc())}));
    });
    form->open();
}

void ApiKeysDialog::renew()
{
    const core::ApiKey key = m_table->key();
    const QString secret = m_table->secret().name;
    auto *form = new ApiKeyForm(m_theme, key.name, secret, this);
    form->setAttribute(Qt::WA_DeleteOnClose);
    connect(form, &ApiKeyForm::submitted, this, [this, form, key, secret] {
        issue(form, m_keys->renew(key, secret, form->expires(m_clock.nowUtc())));
    });
    form->open();
}

void ApiKeysDialog::issue(ApiKeyForm *form, QFuture<Result<core::IssuedApiKey>> answer)
{
    setBusy(true);
    // Not cancelled with the form: once OCI has made a secret, this is the only chance to see it.
    answer.then(this, [this, form = QPointer(form)](const Result<core::IssuedApiKey> &issued) {
        setBusy(false);
        if (issued) {
            if (form)
                form->accept();
            m_table->put(issued->key, m_clock.nowUtc());
            showFresh(*issued);
        } else if (form && form->isVisible()) {
            form->showFailure(issued.error());
        } else {
            showFailure(issued.error());
        }
    });
}

void ApiKeysDialog::showFresh(const core::IssuedApiKey &issued)
{
    auto *fresh = new FreshKeyDialog(issued, m_keys->openAiBase(), m_connections, m_theme, this);
    fresh->setAttribute(Qt::WA_DeleteOnClose);
    fresh->open();
}

void ApiKeysDialog::revoke()
{
    const core::ApiKey key = m_table->key();
    const QString secret = m_table->secret().name;
    confirm(tr("Revoke the secret “%1” of “%2”?").arg(secret, key.name),
            tr("Programs that use it are refused at once. It cannot be taken back; renewing gives "
               "a new value."),
            tr("Re&voke"), [this, key, secret] {
                setBusy(true);
                m_keys->setState(key, secret, core::ApiKeySecret::State::Revoked)
                        .then(this, [this](const Result<core::ApiKey> &changed) {
                            setBusy(false);
                            if (changed)
                                m_table->put(*changed, m_clock.nowUtc());
                            else
                                showFailure(changed.error());
                        });
            });
}

void ApiKeysDialog::remove()
{
    const core::ApiKey key = m_table->key();
    confirm(tr("Delete the key “%1”?").arg(key.name),
            tr("Programs that use one of its secrets are refused at once. It cannot be taken "
               "back."),
            tr("&Delete"), [this, key] {
                setBusy(true);
                m_keys->remove(key).then(this, [this](const Result<void> &gone) {
                    setBusy(false);
                    if (!gone)
                        showFailure(gone.error());
                    reload();
                });
            });
}

void ApiKeysDialog::confirm(const QString &question, const QString &consequence,
                            const QString &action, const std::function<void()> &act)
{
    auto *box = new QMessageBox(QMessageBox::NoIcon, windowTitle(), question, QMessageBox::Cancel,
                                this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(consequence);
    QPushButton *go = box->addButton(action, QMessageBox::DestructiveRole);
    go->setObjectName(u"confirmApiKey"_s);
    go->setProperty("role", u"danger"_s);
    box->setDefaultButton(QMessageBox::Cancel);
    connect(go, &QPushButton::clicked, this, act);
    box->open();
}

} // namespace ui
