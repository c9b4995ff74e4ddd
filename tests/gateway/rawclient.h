// SPDX-License-Identifier: MIT
#pragma once

#include <QTcpSocket>
#include <QTest>

namespace tests {

//! A client that sends what it is told, byte for byte, and keeps all that comes back.
class RawClient
{
public:
    explicit RawClient(quint16 port, const QHostAddress &address = QHostAddress::LocalHost)
    {
        QObject::connect(&socket, &QTcpSocket::readyRead, &socket,
                         [this] { received += socket.readAll(); });
        socket.connectToHost(address, port);
    }

    [[nodiscard]] bool isConnected() const
    {
        return socket.state() == QAbstractSocket::ConnectedState;
    }
    [[nodiscard]] bool isClosed() const
    {
        return socket.state() == QAbstractSocket::UnconnectedState;
    }
    //! Sends as soon as the connection stands.
    void send(const QByteArray &bytes)
    {
        if (QTest::qWaitFor([this] { return isConnected(); }))
            socket.write(bytes);
    }
    //! The status of the first answer, 0 while there is none.
    [[nodiscard]] int status() const
    {
        return received.startsWith("HTTP/1.1 ") ? received.sliced(9, 3).toInt() : 0;
    }
    //! What follows the first head.
    [[nodiscard]] QByteArray body() const
    {
        const qsizetype end = received.indexOf("\r\n\r\n");
        return end < 0 ? QByteArray() : received.sliced(end + 4);
    }

    QTcpSocket socket;
    QByteArray received;
};

} // namespace tests
