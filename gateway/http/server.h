// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "gateway/http/service.h"

#include <QHostAddress>
#include <QObject>
#include <QTimer>

#include <memory>
#include <unordered_set>
#include <vector>

namespace gateway::http {

class Acceptor;
class ClientSocket;
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
    [[nodiscard]] core::Result<quint16> listen(const QHostAddress &address, quint16 port);
    //! The same on a Unix socket that only its owner may use (mode 0600). A socket file on which
    //! nobody answers is removed first.
    [[nodiscard]] core::Result<void> listen(const QString &socketPath);
    //! Listens nowhere from now on; connections that are open stay.
    void stopListening();

    //! How many exchanges are out.
    [[nodiscard]] int activeRequests() const { return m_active; }
    [[nodiscard]] int connectionCount() const { return int(m_connections.size()); }

signals:
    void activeRequestsChanged(int count);

private:
    void add(ClientSocket socket);
    void countActive(int change);
    void checkDeadlines();
    void revive();

    Service m_service;
    std::vector<std::unique_ptr<Acceptor>> m_acceptors;
    std::unordered_set<Connection *> m_connections; //!< children of ours
    QTimer m_deadlines; //!< one for all connections: a timer each would cost more than it gives
    int m_active = 0;
};

} // namespace gateway::http
