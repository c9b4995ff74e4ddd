// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "gateway/http/acceptor.h"
#include "gateway/http/service.h"

#include <QHostAddress>
#include <QObject>
#include <QTimer>

#include <memory>
#include <unordered_set>
#include <vector>

namespace gateway::http {

class Connection;

//! An HTTP/1.1 server: takes connections and hands each complete request to a handler.
//!
//! Lives in one thread. Destroying it closes every connection at once, and with it every
//! exchange. It checks nobody's name or key: that is the judge's part.
class Server final : public QObject
{
    Q_OBJECT

public:
    explicit Server(core::http::Handler handler, const Limits &limits = {}, HeadJudge judge = {},
                    QObject *parent = nullptr);
    ~Server() override;

    //! How the server's own refusals look; without it they are plain text.
    void setRefusalWriter(RefusalWriter writer);

    //! Starts to listen, besides where it listens already. Port 0 takes a free one. Returns the
    //! port. Error::reason is "address_in_use", "address_unavailable" (no such address or address
    //! family here) or "permission_denied".
    [[nodiscard]] core::Result<quint16> listen(const QHostAddress &address, quint16 port,
                                               Entrance entrance = Entrance::Main);
    //! The same on a Unix socket that only its owner may use (mode 0600). A socket file on which
    //! nobody answers is removed first.
    [[nodiscard]] core::Result<void> listen(const QString &socketPath);
    //! On a socket that already listens; returns its address and port, or neither for a Unix
    //! socket.
    [[nodiscard]] core::Result<std::pair<QHostAddress, quint16>> listenOn(qintptr descriptor);
    //! Listens nowhere from now on; connections that are open stay.
    void stopListening();
    //! The same for one place that `listen()` took.
    void stopListening(const QHostAddress &address, quint16 port);
    void stopListening(const QString &socketPath);

    //! TLS 1.2 and newer for who connects from now on, except at the side entrance and on a Unix
    //! socket; null: none. A handshake must end within Limits::headerTimeout.
    void setTls(const Acceptor::Tls &tls);
    //! Connections that stand keep the sizes that they began with.
    void setLimits(const Limits &limits);

    //! Listens nowhere, closes connections on which nothing is asked, and lets the others finish
    //! what they are at. A request that begins all the same is refused with 503. `drained()` tells
    //! the end, perhaps before this returns.
    void drain();
    [[nodiscard]] bool isBusy() const;

    //! How many exchanges are out.
    [[nodiscard]] int activeRequests() const { return m_active; }
    [[nodiscard]] int connectionCount() const { return int(m_connections.size()); }

signals:
    void activeRequestsChanged(int count);
    //! After `drain()`: nothing is under way any more.
    void drained();

private:
    struct Place {
        std::unique_ptr<Acceptor> acceptor;
        QHostAddress address;
        quint16 port = 0;
        QString path; //!< of a Unix socket
        Entrance entrance = Entrance::Main;
    };

    void add(ClientSocket socket);
    void countActive(int change);
    void checkDeadlines();
    void revive();

    void setInterval();
    void endWhenIdle();

    Service m_service;
    std::vector<Place> m_places;
    Acceptor::Tls m_tls;
    std::unordered_set<Connection *> m_connections; //!< children of ours
    QTimer m_deadlines; //!< one for all connections: a timer each would cost more than it gives
    int m_active = 0;
};

} // namespace gateway::http
