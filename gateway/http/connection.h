// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/http/answersender.h"
#include "gateway/http/clientsocket.h"
#include "gateway/http/phaseclock.h"
#include "gateway/http/requestreader.h"
#include "gateway/http/service.h"

#include <QElapsedTimer>
#include <QObject>

namespace gateway::http {

class ConnectionExchange;

//! One client's connection: reads requests one after another, in order, and sends what their
//! exchanges answer. Destroys the exchange, and with it whatever the handler hung on it, as soon
//! as the client has left.
class Connection final : public QObject
{
    Q_OBJECT

public:
    Connection(ClientSocket socket, Service &service, QObject *parent);
    ~Connection() override;

    //! Reads what has come already.
    void start();
    //! Answers with a refusal and closes, without reading a request.
    void turnAway(const Refusal &refusal);
    //! Does what is due when a time-out has passed. The server calls it now and then.
    void checkDeadline();
    //! Closes where nothing is asked or on its way.
    void closeIfIdle();
    //! A request was let in and is not answered to its end, or an answer is still with us.
    [[nodiscard]] bool isBusy() const;

signals:
    //! The client is gone; the connection is of no more use.
    void closed();

private:
    friend class ConnectionExchange;

    void onReadyRead();
    void onBytesWritten();
    void onSocketClosing();
    void onSocketClosed();

    void advance();
    [[nodiscard]] bool takeStep();
    [[nodiscard]] bool judge();
    void startExchange();
    void askForBody();

    void refuse(const Refusal &refusal);
    void sendLast(const core::http::Response &response);
    void closeAfterSending();
    void linger();

    // What the exchange does:
    void answer(const core::http::Response &response);
    void beginStream(const core::http::Response &head);
    void writeChunk(QByteArrayView chunk);
    void endStream();
    void abortStream();
    void finishExchange(bool keepAlive);
    void dropExchange();
    void watchUnsent();

    ClientSocket m_socket;
    Service &m_service;
    AnswerSender m_answer;
    RequestReader m_reader;
    PhaseClock m_clock;
    qsizetype m_bodySeen = 0;                 //!< bytes of the body at hand
    QElapsedTimer m_sinceHead;                //!< of the request at hand
    ConnectionExchange *m_exchange = nullptr; //!< a child of ours
    std::optional<core::http::Response>
            m_verdict;          //!< the judge's answer to a request without a body
    QByteArray m_caller;        //!< of the request that is read
    bool m_keepAlive = true;    //!< of the request at hand
    bool m_continueDue = false; //!< the client waits for a 100
    bool m_advancing = false;
    bool m_congested = false;
};

} // namespace gateway::http
