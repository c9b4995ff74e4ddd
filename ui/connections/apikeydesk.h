// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/clock.h"
#include "core/ports/connections.h"

#include <QObject>
#include <QPointer>

class QWidget;

namespace ui {

class ApiKeysDialog;
class Theme;

//! Opens what has to do with bearer keys over the window: those of a signed connection, and the
//! question before a stored one is removed.
class ApiKeyDesk final : public QObject
{
    Q_OBJECT

public:
    //! What is passed in outlives it; it belongs to the window.
    ApiKeyDesk(core::Connections &connections, const core::Clock &clock, const Theme &theme,
               QWidget *window);

    //! The keys of the connection in use, or why there are none to see.
    void openKeys();
    //! Asks, then removes the connection in use, if it is a stored bearer key.
    void removeCurrent();

signals:
    //! Why there is nothing to open.
    void noticed(const QString &notice);

private:
    [[nodiscard]] core::ConnectionInfo current() const;

    core::Connections &m_connections;
    const core::Clock &m_clock;
    const Theme &m_theme;
    QWidget *m_window;
    QPointer<ApiKeysDialog> m_dialog;
};

} // namespace ui
