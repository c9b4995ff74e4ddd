// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "gateway/http/clientsocket.h"

#include <QHostAddress>
#include <QObject>

#include <functional>
#include <memory>

class QSslConfiguration;

namespace gateway::http {

//! Listens in one place and hands each client's socket on. Destroying it ends the listening.
//!
//! A process that is out of file descriptors cannot accept: an acceptor then rests and goes on
//! by itself, so that no shortage ends the service. Lives in one thread.
class Acceptor
{
public:
    using Take = std::function<void(ClientSocket)>;
    //! Certificate and key for who connects from now on; null: no TLS.
    using Tls = std::shared_ptr<const QSslConfiguration>;

    virtual ~Acceptor() = default;
    //! Called now and then while there are clients: listens again if something has ended that.
    virtual void revive() { }
    virtual void setTls(const Tls &) { }

protected:
    Acceptor() = default;
    Q_DISABLE_COPY_MOVE(Acceptor)
};

//! An acceptor and the port that it took.
struct TcpAcceptor {
    std::unique_ptr<Acceptor> acceptor;
    quint16 port = 0;
};

//! One of a socket that already listens. Without an address it is a Unix socket.
struct InheritedAcceptor {
    std::unique_ptr<Acceptor> acceptor;
    QHostAddress address;
    quint16 port = 0;
};

//! Errors are those of Server::listen().
[[nodiscard]] core::Result<TcpAcceptor> acceptTcp(const QHostAddress &address, quint16 port,
                                                  Entrance entrance, Acceptor::Take take);
//! On a Unix socket of mode 0600.
[[nodiscard]] core::Result<std::unique_ptr<Acceptor>> acceptLocal(const QString &socketPath,
                                                                  Acceptor::Take take);
//! On a socket that somebody else bound and listens on, e.g. the service manager; it is ours from
//! then on. Its file mode is not ours to set.
[[nodiscard]] core::Result<InheritedAcceptor> acceptInherited(qintptr descriptor,
                                                              Acceptor::Take take);

} // namespace gateway::http
