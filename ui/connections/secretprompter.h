// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/connections.h"

#include <QPointer>
#include <QQueue>

class QWidget;

namespace ui {

class PassphraseDialog;
class Theme;

//! Asks for the passphrases that connections need, one after the other, and hands them over.
class SecretPrompter final : public QObject
{
    Q_OBJECT

public:
    //! What is passed in must outlive the prompter; dialogs open over `window`.
    SecretPrompter(core::Connections &connections, const Theme &theme, QWidget *window);

private:
    void enqueue(const core::SecretRequest &request);
    void askNext();

    core::Connections &m_connections;
    const Theme &m_theme;
    QWidget *m_window;
    QPointer<PassphraseDialog> m_dialog;
    QQueue<core::SecretRequest> m_requests;
};

} // namespace ui
