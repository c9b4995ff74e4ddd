// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QtTypes>

namespace app {

//! The listening sockets that the service manager holds for us and has handed over
//! (sd_listen_fds(3): LISTEN_PID, LISTEN_FDS); empty where it has none. They are ours from then on
//! and are not passed on to children. Call it once: the variables are removed.
[[nodiscard]] QList<qintptr> takeInheritedSockets();

//! Tells the service manager how we are, e.g. "READY=1" (sd_notify(3): NOTIFY_SOCKET). Does nothing
//! where nobody asked for it.
void notifyServiceManager(const QByteArray &state);

} // namespace app
