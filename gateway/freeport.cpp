// SPDX-License-Identifier: MIT
#include "gateway/freeport.h"

#include <QTcpServer>

#include <algorithm>

namespace gateway {

namespace {

constexpr int furthest = 100;
constexpr int highestPort = 65535;

bool isFree(quint16 port, const ListenAddress &place)
{
    QTcpServer probe;
    // A missing address family is in nobody's way.
    return probe.listen(place.address, port) ||
           (place.optional && probe.serverError() != QAbstractSocket::AddressInUseError);
}

} // namespace

quint16 freePortAfter(quint16 taken, const QList<ListenAddress> &addresses)
{
    const int last = std::min(taken + furthest, highestPort);
    for (int port = taken + 1; port <= last; ++port) {
        const auto free = [port](const ListenAddress &place) {
            return isFree(quint16(port), place);
        };
        if (!addresses.isEmpty() && std::ranges::all_of(addresses, free))
            return quint16(port);
    }
    return 0;
}

} // namespace gateway
