// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>

#include <memory>

class QIODevice;
class QLocalSocket;
class QTcpSocket;

namespace gateway::http {

//! The one surface of a TCP and a Unix socket that a connection needs.
class ClientSocket
{
public:
    explicit ClientSocket(std::unique_ptr<QTcpSocket> socket);
    explicit ClientSocket(std::unique_ptr<QLocalSocket> socket);
    ClientSocket(ClientSocket &&) noexcept;
    ~ClientSocket();

    //! For its signals and for reading.
    [[nodiscard]] QIODevice &device() const;
    [[nodiscard]] QTcpSocket *tcp() const { return m_tcp.get(); }
    [[nodiscard]] QLocalSocket *local() const { return m_local.get(); }
    [[nodiscard]] quint16 localPort() const; //!< 0 for a Unix socket
    [[nodiscard]] bool isOpen() const;       //!< false once the other side has hung up

    //! Hands as much as it takes to the operating system now, in one call.
    void send(QByteArrayView bytes);
    //! Closes when all has been sent.
    void close();
    //! Closes at once and forgets what was not sent.
    void abort();
    //! Says that no more will come from us and goes on listening. Only when all has been sent.
    void closeForWriting();

private:
    std::unique_ptr<QTcpSocket> m_tcp;
    std::unique_ptr<QLocalSocket> m_local;
};

} // namespace gateway::http
