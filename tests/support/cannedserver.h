// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <chrono>
#include <deque>
#include <map>
#include <memory>

namespace tests {

//! What a CannedServer does with one request, step by step, to the byte.
class Script
{
public:
    struct Step {
        enum class Kind { Send, Wait, Close, Reset } kind;
        QByteArray bytes = {};
        std::chrono::milliseconds time{0};
    };

    Script &send(const QByteArray &bytes);
    Script &wait(std::chrono::milliseconds time);
    Script &close(); //!< an orderly end
    Script &reset(); //!< as when a machine dies
    //! Nothing more is said, the connection stays open.

    //! A whole answer with a Content-Length.
    static Script reply(int status, const QByteArray &body, const QByteArray &moreHeaders = {},
                        const QByteArray &contentType = "application/json");
    //! The head of a chunked event stream.
    static Script events(const QByteArray &moreHeaders = {});
    Script &chunk(const QByteArray &bytes);
    Script &lastChunk();

    QList<Step> steps;
};

//! A server on a loopback port that says what it was told to, whatever it is asked.
class CannedServer final : public QObject
{
    Q_OBJECT

public:
    struct Request {
        QByteArray method;
        QByteArray target;
        QByteArray head; //!< all of it, as sent
        QByteArray body;

        [[nodiscard]] QByteArray header(const QByteArray &name) const;
    };

    enum class Transport { Plain, Tls };

    //! Over TLS it shows serverCertificate().
    explicit CannedServer(Transport transport = Transport::Plain);

    [[nodiscard]] QString url() const; //!< http://127.0.0.1:PORT, or https
    //! For the next request that has no script yet; the last script serves all that follow.
    void add(const Script &script) { m_scripts.push_back(script); }
    //! The same for requests whose target contains `part`; such scripts come before the others.
    void addFor(const QByteArray &part, const Script &script) { m_byPart[part].push_back(script); }
    //! Bytes that the client has not taken off our hands yet.
    [[nodiscard]] qint64 unsent() const;
    //! Hangs up on everybody.
    void closeAll();

    QList<Request> requests;
    int connections = 0; //!< opened so far
    int closed = 0;      //!< of them, by the client or by us

private:
    struct Peer {
        QByteArray received;
        std::deque<Script::Step> steps;
        bool busy = false;
    };

    void onConnection();
    void onData(QTcpSocket *socket, const std::shared_ptr<Peer> &peer);
    void play(QPointer<QTcpSocket> socket, const std::shared_ptr<Peer> &peer);

    [[nodiscard]] std::deque<Script> &scriptsFor(const QByteArray &target);

    std::unique_ptr<QTcpServer> m_server;
    std::deque<Script> m_scripts;
    std::map<QByteArray, std::deque<Script>> m_byPart;
    QList<QPointer<QTcpSocket>> m_sockets;
};

} // namespace tests
