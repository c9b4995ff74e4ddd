// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/access/authority.h"

#include <QHostAddress>
#include <QList>
#include <QStringList>

namespace gateway::access {

//! Whether a request calls us by a name of ours. A page that rebinds its own name to 127.0.0.1
//! is same-origin to the browser, so only the Host header gives it away.
class HostCheck
{
public:
    //! `names`: besides localhost, 127.0.0.1 and [::1]; with a port only that port, without one
    //! any (a proxy's). `addresses`: that we were told to listen on.
    HostCheck(const QStringList &names, const QList<QHostAddress> &addresses);

    //! `localPort` 0: a Unix socket, where a port says nothing.
    [[nodiscard]] bool allows(QByteArrayView host, quint16 localPort) const;

private:
    QList<QByteArray> m_own; //!< with our port, or without one
    QList<Authority> m_added;
};

} // namespace gateway::access
