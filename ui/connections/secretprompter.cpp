// SPDX-License-Identifier: MIT
#include "ui/connections/secretprompter.h"

#include "ui/connections/passphrasedialog.h"

namespace ui {

SecretPrompter::SecretPrompter(core::Connections &connections, const Theme &theme, QWidget *window)
    : QObject(window)
    , m_connections(connections)
    , m_theme(theme)
    , m_window(window)
{
    connect(&m_connections, &core::Connections::secretNeeded, this, &SecretPrompter::enqueue);
}

void SecretPrompter::enqueue(const core::SecretRequest &request)
{
    m_requests.enqueue(request);
    if (!m_dialog)
        askNext();
}

void SecretPrompter::askNext()
{
    if (m_requests.isEmpty())
        return;
    auto *dialog = new PassphraseDialog(m_theme, m_requests.dequeue(), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_dialog = dialog;
    connect(dialog, &QDialog::finished, this, [this, dialog](int result) {
        m_dialog = nullptr; // a wrong passphrase may be asked for again at once
        const QString id = dialog->connectionId();
        if (result == QDialog::Accepted)
            m_connections.provideSecret(id, dialog->takePassphrase(), dialog->remember());
        else
            m_connections.declineSecret(id);
        if (!m_dialog)
            askNext();
    });
    dialog->open();
}

} // namespace ui
