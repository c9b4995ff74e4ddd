// SPDX-License-Identifier: MIT
#include "gateway/listening.h"

#include "gateway/freeport.h"
#include "gateway/portholder.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;
using gateway::http::Entrance;

namespace gateway {

namespace {

constexpr auto addressInUse = "address_in_use"_L1;
constexpr auto addressUnavailable = "address_unavailable"_L1;
// A free port of one address family may be taken in the other; then another is tried.
constexpr int attemptsForAFreePort = 16;

QUrl urlOf(QHostAddress address, quint16 port, bool isSecure)
{
    // One cannot call by the wildcard address.
    if (address == QHostAddress::Any || address == QHostAddress::AnyIPv4)
        address = QHostAddress(QHostAddress::LocalHost);
    else if (address == QHostAddress::AnyIPv6)
        address = QHostAddress(QHostAddress::LocalHostIPv6);
    QUrl url;
    url.setScheme(isSecure ? u"https"_s : u"http"_s);
    url.setHost(address.toString());
    url.setPort(port);
    return url;
}

//! With who holds the port, and one that nobody does.
Error explained(Error error, const ListenAddress &place, quint16 port)
{
    if (error.reason != addressInUse)
        return error;
    if (const QString holder = portHolder(port); !holder.isEmpty())
        error.message += u": "_s + holder;
    if (const quint16 free = freePortAfter(port, {place}); free != 0)
        error.advice = u"Port %1 is free."_s.arg(free);
    return error;
}

} // namespace

QList<Listening::Place> Listening::placesOf(const Settings &settings)
{
    QList<Place> places;
    for (const ListenAddress &listen : settings.listen)
        places.append({.wanted = listen});
    for (const ListenAddress &listen : settings.openListen)
        places.append({.wanted = listen, .entrance = Entrance::Side});
    return places;
}

Result<void> Listening::check(const Settings &settings)
{
    for (const ListenAddress &listen : settings.openListen) {
        if (!listen.address.isLoopback()) {
            return std::unexpected(
                    Error{.code = ErrorCode::InvalidRequest,
                          .message = u"%1 is not a loopback address, and who comes in there needs "
                                     "no key"_s.arg(listen.address.toString())});
        }
    }
    return {};
}

Result<void> Listening::begin(const Settings &settings)
{
    if (const auto fine = check(settings); !fine)
        return fine;
    const auto open = std::ranges::count(settings.listen, 0, &ListenAddress::port);
    for (int attempt = 1;; ++attempt) {
        m_server.stopListening();
        m_places.clear();
        m_warnings.clear();
        auto taken = takeOnce(settings);
        if (taken)
            return takeInherited(settings.inherited);
        m_server.stopListening();
        m_places.clear();
        const bool again = open > 1 && taken.error().reason == addressInUse;
        if (!again || attempt == attemptsForAFreePort)
            return taken;
    }
}

Result<void> Listening::takeInherited(const QList<qintptr> &descriptors)
{
    for (const qintptr descriptor : descriptors) {
        const auto place = m_server.listenOn(descriptor);
        if (!place)
            return std::unexpected(place.error());
        m_inherited.append({.wanted = {.address = place->first, .port = place->second},
                            .port = place->second});
    }
    return {};
}

Result<void> Listening::takeOnce(const Settings &settings)
{
    quint16 freePort = 0;
    for (const Place &place : placesOf(settings)) {
        if (auto taken = take(place, freePort); !taken)
            return taken;
    }
    m_socket.clear();
    if (auto changed = changeSocket(settings.socketPath); !changed)
        return changed;
    if (m_places.isEmpty() && m_socket.isEmpty() && settings.inherited.isEmpty()) {
        return std::unexpected(Error{
                .code = ErrorCode::Unavailable,
                .message = u"There is no address to listen on"_s +
                           (m_warnings.isEmpty() ? QString() : u": "_s + m_warnings.join(u"; "_s)),
                .reason = addressUnavailable});
    }
    return {};
}

//! All places that leave the port open share `freePort`.
Result<void> Listening::take(Place place, quint16 &freePort)
{
    const bool isShared = place.wanted.port == 0 && place.entrance == Entrance::Main;
    const quint16 wanted = isShared ? freePort : place.wanted.port;
    const auto port = m_server.listen(place.wanted.address, wanted, place.entrance);
    if (!port && place.wanted.optional && port.error().reason == addressUnavailable) {
        m_warnings.append(port.error().message);
        return {};
    }
    if (!port)
        return std::unexpected(explained(port.error(), place.wanted, wanted));
    if (isShared)
        freePort = *port;
    place.port = *port;
    m_places.append(place);
    return {};
}

void Listening::leave(const Place &place)
{
    m_server.stopListening(place.wanted.address, place.port);
}

Result<void> Listening::changeSocket(const QString &path)
{
    if (path == m_socket)
        return {};
    if (!path.isEmpty()) {
        if (auto listening = m_server.listen(path); !listening)
            return listening;
    }
    if (!m_socket.isEmpty())
        m_server.stopListening(m_socket);
    m_socket = path;
    return {};
}

//! From 127.0.0.1 to 0.0.0.0 with one port, say, the old place stands in the way of the new.
Result<void> Listening::takeBesides(const Place &place, const QList<Place> &wanted)
{
    const auto shared = std::ranges::find_if(m_places, [](const Place &each) {
        return each.wanted.port == 0 && each.entrance == Entrance::Main;
    });
    quint16 freePort = shared == m_places.end() ? 0 : shared->port;
    auto taken = take(place, freePort);
    if (taken || taken.error().reason != addressInUse)
        return taken;
    const auto isInTheWay = [&](const Place &old) {
        return old.port == place.wanted.port &&
               std::ranges::none_of(wanted, [&old](const Place &w) { return w.isFor(old); });
    };
    QList<Place> left;
    for (const Place &old : std::as_const(m_places)) {
        if (isInTheWay(old)) {
            leave(old);
            left.append(old);
        }
    }
    if (left.isEmpty())
        return taken;
    m_places.removeIf(isInTheWay);
    taken = take(place, freePort);
    for (const Place &old : std::as_const(left)) {
        if (taken)
            break;
        if (m_server.listen(old.wanted.address, old.port, old.entrance))
            m_places.append(old);
    }
    return taken;
}

Result<void> Listening::change(const Settings &settings)
{
    if (auto fine = check(settings); !fine)
        return fine;
    const QList<Place> wanted = placesOf(settings);
    const QList<Place> before = m_places;
    m_warnings.clear();
    auto outcome = Result<void>();
    for (const Place &place : wanted) {
        const auto same = [&place](const Place &each) { return each.isFor(place); };
        if (outcome && std::ranges::none_of(m_places, same))
            outcome = takeBesides(place, wanted);
    }
    if (outcome)
        outcome = changeSocket(settings.socketPath);
    // After a failure what was wanted before is what counts.
    const QList<Place> &kept = outcome ? wanted : before;
    const auto isLeft = [&kept](const Place &place) {
        return std::ranges::none_of(kept, [&place](const Place &k) { return k.isFor(place); });
    };
    for (const Place &place : std::as_const(m_places)) {
        if (isLeft(place))
            leave(place);
    }
    m_places.removeIf(isLeft);
    for (const Place &place : before) {
        const auto same = [&place](const Place &each) { return each.isFor(place); };
        if (!outcome && std::ranges::none_of(m_places, same) &&
            m_server.listen(place.wanted.address, place.port, place.entrance))
            m_places.append(place);
    }
    return outcome;
}

QList<QUrl> Listening::baseUrls(const Settings &settings) const
{
    QByteArray path = settings.routePrefix.startsWith('/') ? settings.routePrefix
                                                           : '/' + settings.routePrefix;
    while (path.endsWith('/'))
        path.chop(1);
    QList<QUrl> urls;
    const auto add = [&](const Place &place) {
        QUrl url = urlOf(place.wanted.address, place.port, settings.tls != nullptr);
        url.setPath(QString::fromUtf8(path));
        urls.append(url);
    };
    for (const Place &place : m_inherited) {
        if (!place.wanted.address.isNull())
            add(place);
    }
    for (const Place &wanted : placesOf(settings)) {
        for (const Place &place : m_places) {
            if (wanted.entrance == Entrance::Main && place.isFor(wanted))
                add(place);
        }
    }
    return urls;
}

QList<QHostAddress> Listening::inheritedAddresses() const
{
    QList<QHostAddress> addresses;
    for (const Place &place : m_inherited)
        addresses.append(place.wanted.address);
    return addresses;
}

QList<QUrl> Listening::openUrls() const
{
    QList<QUrl> urls;
    for (const Place &place : m_places) {
        if (place.entrance == Entrance::Side)
            urls.append(urlOf(place.wanted.address, place.port, false));
    }
    return urls;
}

} // namespace gateway
