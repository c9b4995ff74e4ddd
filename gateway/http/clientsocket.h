// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/http/head.h"

#include <memory>

class QIODevice;
class QLocalSocket;
class QSslSocket;
class QTcpSocket;

namespace gateway::http {

//! The one surface of a TCP, a TLS and a Unix socket that a connection needs.
class ClientSocket
{
public:
    //! One that is a QSslSocket has begun its handshake.
    ClientSocket(std::unique_ptr<QTcpSocket> socket, Entrance entrance);
    explicit ClientSocket(std::unique_ptr<QLocalSocket> socket);
    ClientSocket(ClientSocket &&) noexcept;
    ~ClientSocket();

    //! For its signals and for reading.
    [[nodiscard]] QIODevice &device() const;
    [[nodiscard]] QTcpSocket *tcp() const { return m_tcp.get(); }
    [[nodiscard]] QLocalSocket *local() const { return m_local.get(); }
    [[nodiscard]] QSslSocket *tls() const { return m_tls; } //!< where `tcp()` is one
    [[nodiscard]] Arrival arrival() const;
    [[nodiscard]] bool isOpen() const; //!< false once the other side has hung up
    //! Whether the other side has hung up behind more than we read ahead, so that its end could
    //! not be read yet. Asks the operating system. Always false where that cannot tell.
    [[nodiscard]] bool hasLeftUnread() const;
    [[nodiscard]] bool isShaking() const; //!< the handshake of TLS has not ended
    [[nodiscard]] qint64 unsent() const;  //!< bytes that wait for the operating system

    //! Hands as much as it takes to the operating system now, in one call; what is left is
    //! announced by `bytesWritten` of the device as it goes.
    void send(QByteArrayView bytes);
    //! Closes when all has been sent.
    void close();
    //! Closes at once and forgets what was not sent.
    void abort();
    //! Says that no more will come from us and goes on listening. Only when all has been sent.
    void closeForWriting();

private:
    [[nodiscard]] qintptr descriptor() const;

    std::unique_ptr<QTcpSocket> m_tcp;
    std::unique_ptr<QLocalSocket> m_local;
    QSslSocket *m_tls = nullptr;
    Entrance m_entrance = Entrance::Main;
};

} // namespace gateway::http
