// SPDX-License-Identifier: MIT
#include "gateway/access/hostcheck.h"

#include <algorithm>

namespace gateway::access {

HostCheck::HostCheck(const QStringList &names, const QList<QHostAddress> &addresses)
    : m_own{"localhost", "127.0.0.1", "[::1]"}
{
    for (const QHostAddress &address : addresses) {
        // 0.0.0.0 is where we listen, never a name to be called by.
        if (address == QHostAddress::Any || address == QHostAddress::AnyIPv4 ||
            address == QHostAddress::AnyIPv6) {
            continue;
        }
        const QByteArray text = address.toString().toLatin1().toLower();
        const bool v6 = address.protocol() == QAbstractSocket::IPv6Protocol;
        m_own.append(v6 ? '[' + text + ']' : text);
    }
    for (const QString &name : names) {
        if (auto authority = readAuthority(name.toUtf8()))
            m_added.append(*std::move(authority));
    }
}

bool HostCheck::allows(QByteArrayView host, quint16 localPort) const
{
    const auto given = readAuthority(host);
    if (!given)
        return false;
    const bool ourPort = !given->port || localPort == 0 || *given->port == localPort;
    if (ourPort && m_own.contains(given->host))
        return true;
    return std::ranges::any_of(m_added, [&given](const Authority &added) {
        return added.host == given->host && (!added.port || added.port == given->port);
    });
}

} // namespace gateway::access
