// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/gateway.h"
#include "gateway/http/server.h"

namespace gateway {

//! Where a gateway listens: takes the addresses of its settings and changes them while it runs.
class Listening
{
public:
    //! The server outlives it.
    explicit Listening(http::Server &server) : m_server(server) { }

    //! Takes every place that the settings name, all or nothing.
    [[nodiscard]] core::Result<void> begin(const Settings &settings);
    //! Takes what is new and leaves what is not named any more; other places and all connections
    //! stay. After a failure everything is as it was.
    [[nodiscard]] core::Result<void> change(const Settings &settings);

    //! Those that were inherited first, then in the order of the settings, e.g.
    //! http://127.0.0.1:8088/v1.
    [[nodiscard]] QList<QUrl> baseUrls(const Settings &settings) const;
    //! Of the sockets that were inherited.
    [[nodiscard]] QList<QHostAddress> inheritedAddresses() const;
    //! Of the entrance without a key, e.g. http://127.0.0.1:11434.
    [[nodiscard]] QList<QUrl> openUrls() const;
    [[nodiscard]] QStringList warnings() const { return m_warnings; }

private:
    struct Place {
        ListenAddress wanted;
        http::Entrance entrance = http::Entrance::Main;
        quint16 port = 0; //!< that was taken

        [[nodiscard]] bool isFor(const Place &other) const
        {
            return wanted.address == other.wanted.address && entrance == other.entrance &&
                   wanted.port == other.wanted.port;
        }
    };

    [[nodiscard]] core::Result<void> takeInherited(const QList<qintptr> &descriptors);
    [[nodiscard]] core::Result<void> takeOnce(const Settings &settings);
    [[nodiscard]] core::Result<void> take(Place place, quint16 &freePort);
    [[nodiscard]] core::Result<void> takeBesides(const Place &place, const QList<Place> &wanted);
    [[nodiscard]] core::Result<void> changeSocket(const QString &path);
    void leave(const Place &place);
    [[nodiscard]] static QList<Place> placesOf(const Settings &settings);
    [[nodiscard]] static core::Result<void> check(const Settings &settings);

    http::Server &m_server;
    QList<Place> m_places;
    QList<Place> m_inherited; //!< stay as long as the program runs
    QString m_socket;
    QStringList m_warnings;
};

} // namespace gateway
