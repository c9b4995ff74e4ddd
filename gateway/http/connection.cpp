// SPDX-License-Identifier: MIT
#include "gateway/http/connection.h"

#include "gateway/http/connectionexchange.h"

#include <QIODevice>
#include <QLocalSocket>
#include <QSslSocket>
#include <QTcpSocket>

#include <utility>

using core::http::Response;

namespace gateway::http {

Connection::Connection(ClientSocket socket, Service &service, QObject *parent)
    : QObject(parent)
    , m_socket(std::move(socket))
    , m_service(service)
    , m_answer(m_socket, service.date)
    , m_reader(m_socket.device(), service.limits)
    , m_clock(service.limits)
{
    QIODevice *device = &m_socket.device();
    connect(device, &QIODevice::readyRead, this, &Connection::onReadyRead);
    connect(device, &QIODevice::bytesWritten, this, &Connection::onBytesWritten);
    // The state changes as soon as the client's FIN is read; `disconnected` may come later, when
    // what is still unsent has gone.
    if (QTcpSocket *tcp = m_socket.tcp()) {
        connect(tcp, &QTcpSocket::stateChanged, this, &Connection::onSocketClosing);
        connect(tcp, &QTcpSocket::disconnected, this, &Connection::onSocketClosed);
    } else {
        connect(m_socket.local(), &QLocalSocket::stateChanged, this, &Connection::onSocketClosing);
        connect(m_socket.local(), &QLocalSocket::disconnected, this, &Connection::onSocketClosed);
    }
    if (QSslSocket *tls = m_socket.tls()) {
        connect(tls, &QSslSocket::encryptedBytesWritten, this, &Connection::onBytesWritten);
        connect(tls, &QSslSocket::encrypted, this, [this] {
            if (m_clock.phase() == Phase::Handshake)
                m_clock.enter(Phase::Idle);
        });
    }
    m_clock.enter(m_socket.isShaking() ? Phase::Handshake : Phase::Idle);
}

Connection::~Connection()
{
    m_socket.device().disconnect(this);
    m_clock.enter(Phase::Closed);
    if (m_exchange) {
        m_exchange->detach();
        delete m_exchange;
        m_service.countActive(-1);
    }
}

void Connection::start()
{
    if (!m_socket.isOpen())
        onSocketClosed(); // gone before we looked
    else if (m_reader.hasInput())
        advance();
}

void Connection::turnAway(const Refusal &refusal)
{
    refuse(refusal);
}

void Connection::onReadyRead()
{
    if (m_clock.phase() == Phase::Lingering) {
        m_reader.discard();
        m_clock.restart();
        return;
    }
    advance();
}

void Connection::advance()
{
    // An answer that is given from within the handler ends up here again: the loop below goes on.
    if (std::exchange(m_advancing, true))
        return;
    while (takeStep()) {
    }
    m_advancing = false;
}

bool Connection::takeStep()
{
    const bool reading = m_clock.phase() == Phase::Idle || m_clock.phase() == Phase::Head ||
                         m_clock.phase() == Phase::Body;
    // Whoever sends requests without reading the answers waits.
    if (!reading || m_socket.unsent() > m_service.limits.congestion)
        return false;
    switch (m_reader.next()) {
    case RequestParser::Progress::NeedMore:
        askForBody();
        return false;
    case RequestParser::Progress::Head:
        return judge();
    case RequestParser::Progress::Request:
        startExchange();
        return true;
    case RequestParser::Progress::Refused:
        refuse(m_reader.parser().refusal());
        return false;
    }
    return false;
}

bool Connection::judge()
{
    const Head &head = m_reader.parser().head();
    m_sinceHead.start();
    m_keepAlive = head.keepAlive;
    m_continueDue = head.expectsContinue;
    if (m_service.isEnding) {
        m_answer.setRequest(head, {});
        refuse({.status = 503,
                .message = "The gateway is ending",
                .headers = {{"Retry-After", "1"}}});
        return false;
    }
    Verdict verdict = m_service.judge ? m_service.judge(head, m_socket.arrival()) : Verdict{};
    m_answer.setRequest(head, std::move(verdict.headers));
    if (verdict.answer && head.hasBody()) {
        sendLast(*verdict.answer); // the body is never read
        return false;
    }
    m_verdict = std::move(verdict.answer);
    m_caller = std::move(verdict.caller);
    m_bodySeen = 0;
    m_clock.enter(Phase::Body);
    return true;
}

void Connection::askForBody()
{
    if (m_clock.phase() == Phase::Idle && m_reader.parser().hasBegun())
        m_clock.enter(Phase::Head);
    if (m_clock.phase() != Phase::Body)
        return;
    if (std::exchange(m_continueDue, false) && m_reader.parser().bodyBytes() == 0)
        m_socket.send("HTTP/1.1 100 Continue\r\n\r\n");
    if (m_reader.parser().bodyBytes() > m_bodySeen) {
        m_bodySeen = m_reader.parser().bodyBytes();
        m_clock.restart();
    }
}

void Connection::startExchange()
{
    core::http::Request request = m_reader.takeRequest();
    if (m_verdict) {
        const Response verdict = *std::move(m_verdict);
        m_verdict.reset();
        m_clock.enter(Phase::Idle);
        m_answer.whole(verdict, m_keepAlive);
        if (!m_keepAlive)
            closeAfterSending();
        return;
    }
    m_clock.enter(Phase::Answering);
    m_exchange = new ConnectionExchange(std::move(request), m_caller, *this,
                                        core::elapsedOn(m_sinceHead));
    m_service.countActive(1);
    m_service.handler(*m_exchange);
}

void Connection::refuse(const Refusal &refusal)
{
    m_answer.forgetRequest();
    Response response;
    if (m_service.writeRefusal) {
        response = m_service.writeRefusal(refusal, m_reader.parser().head().request);
    } else {
        response = {.status = refusal.status,
                    .headers = refusal.headers,
                    .contentType = "text/plain; charset=utf-8",
                    .body = refusal.message + '\n'};
    }
    sendLast(response);
}

void Connection::sendLast(const Response &response)
{
    m_clock.enter(Phase::Sending);
    m_answer.whole(response, false);
    if (m_clock.phase() == Phase::Sending && m_socket.unsent() == 0)
        linger();
}

void Connection::closeAfterSending()
{
    if (m_clock.phase() == Phase::Closed)
        return;
    if (m_reader.hasInput()) {
        m_clock.enter(Phase::Sending);
        if (m_socket.unsent() == 0)
            linger();
        return;
    }
    m_clock.enter(Phase::Sending);
    m_socket.close();
}

void Connection::linger()
{
    m_clock.enter(Phase::Lingering);
    m_socket.closeForWriting();
    m_reader.discard();
}

void Connection::onBytesWritten()
{
    const qint64 left = m_socket.unsent();
    switch (m_clock.phase()) {
    case Phase::Answering:
        if (left > 0)
            m_clock.restart();
        else
            m_clock.stop();
        if (m_exchange && m_congested && left < m_service.limits.congestion / 2) {
            m_congested = false;
            emit m_exchange->drained();
        }
        break;
    case Phase::Idle:
        m_clock.restart();
        if (!m_advancing && m_reader.hasInput())
            advance();
        break;
    case Phase::Sending:
        m_clock.restart();
        if (left == 0 && m_socket.isOpen())
            linger();
        break;
    case Phase::Handshake:
    case Phase::Head:
    case Phase::Body:
    case Phase::Lingering:
    case Phase::Closed:
        break;
    }
}

void Connection::onSocketClosing()
{
    if (!m_socket.isOpen())
        dropExchange();
}

void Connection::onSocketClosed()
{
    if (m_clock.phase() == Phase::Closed)
        return;
    m_clock.enter(Phase::Closed);
    dropExchange();
    emit closed();
}

void Connection::checkDeadline()
{
    // Who sends ahead more than we read ahead hides its end behind it.
    if (m_clock.phase() == Phase::Answering && m_reader.hasInput() && m_socket.hasLeftUnread()) {
        m_socket.abort();
        onSocketClosed();
        return;
    }
    if (!m_clock.hasRunOut())
        return;
    switch (m_clock.phase()) {
    case Phase::Head:
        refuse({.status = 408, .message = "The head of the request did not arrive in time"});
        return;
    case Phase::Body:
        refuse({.status = 408, .message = "The body of the request did not arrive in time"});
        return;
    case Phase::Idle:
        if (m_socket.unsent() == 0) {
            m_socket.close();
            return;
        }
        break;
    case Phase::Handshake:
    case Phase::Answering: // the client has stopped reading
    case Phase::Sending:
    case Phase::Lingering:
        break;
    case Phase::Closed:
        return;
    }
    m_socket.abort();
    onSocketClosed();
}

void Connection::closeIfIdle()
{
    // One that is sending a head already gets to read why it is refused.
    if (m_clock.phase() == Phase::Handshake ||
        (m_clock.phase() == Phase::Idle && !m_reader.hasInput() && m_socket.unsent() == 0))
        m_socket.close();
}

bool Connection::isBusy() const
{
    switch (m_clock.phase()) {
    case Phase::Body:
    case Phase::Answering:
        return true;
    case Phase::Idle:
    case Phase::Sending:
        return m_socket.unsent() > 0;
    case Phase::Handshake:
    case Phase::Head:
    case Phase::Lingering:
    case Phase::Closed:
        return false;
    }
    return false;
}

void Connection::answer(const Response &response)
{
    const bool keepAlive = m_keepAlive && !m_service.isEnding;
    m_answer.whole(response, keepAlive);
    finishExchange(keepAlive);
}

void Connection::beginStream(const Response &head)
{
    if (m_answer.streamsUntilClose())
        m_keepAlive = false;
    m_answer.streamHead(head, m_keepAlive);
}

void Connection::writeChunk(QByteArrayView chunk)
{
    m_answer.chunk(chunk);
    watchUnsent();
}

void Connection::watchUnsent()
{
    const qint64 left = m_socket.unsent();
    if (m_clock.phase() != Phase::Answering || left == 0)
        return;
    if (left > m_service.limits.unsent) {
        m_socket.abort(); // memory is not a queue
        onSocketClosed();
        return;
    }
    m_clock.start();
    if (!m_congested && left > m_service.limits.congestion) {
        m_congested = true;
        emit m_exchange->congested();
    }
}

void Connection::endStream()
{
    m_answer.streamEnd();
    finishExchange(m_keepAlive);
}

void Connection::abortStream()
{
    finishExchange(false);
}

void Connection::finishExchange(bool keepAlive)
{
    dropExchange();
    if (m_clock.phase() == Phase::Closed)
        return;
    if (!keepAlive) {
        closeAfterSending();
        return;
    }
    m_clock.enter(Phase::Idle);
    if (m_service.isEnding && !m_reader.hasInput()) {
        closeAfterSending();
        return;
    }
    // On another turn: we are inside a signal of whatever gave the answer.
    if (!m_advancing && m_reader.hasInput())
        QMetaObject::invokeMethod(this, &Connection::advance, Qt::QueuedConnection);
}

void Connection::dropExchange()
{
    m_congested = false;
    if (!m_exchange)
        return;
    // Not at once: the exchange or one of its children may be the one that called.
    m_exchange->detach();
    m_exchange->deleteLater();
    m_exchange = nullptr;
    m_service.countActive(-1);
}

} // namespace gateway::http
