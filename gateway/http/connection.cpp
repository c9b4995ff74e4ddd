// SPDX-License-Identifier: MIT
#include "gateway/http/connection.h"

#include "gateway/http/connectionexchange.h"

#include <QIODevice>
#include <QLocalSocket>
#include <QSslSocket>
#include <QTcpSocket>

#include <algorithm>
#include <array>

using namespace std::chrono_literals;
using core::http::Response;

namespace gateway::http {

namespace {

// How long we read on after the last answer, so that a client that is still sending its body
// gets to read why it was refused: a close with unread bytes would reset the connection.
constexpr auto lingerSilence = 5s;
constexpr auto lingerTotal = 30s;

// What has come, in no more memory than that: QIODevice::readAll() takes 32 KB each time.
QByteArray readPiece(QIODevice &device)
{
    std::array<char, 16 * 1024> piece;
    const qint64 count = device.read(piece.data(), piece.size());
    return QByteArray(piece.data(), std::max(count, qint64(0)));
}

} // namespace

Connection::Connection(ClientSocket socket, Service &service, QObject *parent)
    : QObject(parent)
    , m_socket(std::move(socket))
    , m_service(service)
    , m_answer(m_socket, service.date)
    , m_parser(service.limits)
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
            if (m_phase == Phase::Handshake)
                enter(Phase::Idle);
        });
    }
    enter(m_socket.isShaking() ? Phase::Handshake : Phase::Idle);
}

Connection::~Connection()
{
    m_socket.device().disconnect(this);
    m_phase = Phase::Closed;
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
    else if (hasInput())
        advance();
}

void Connection::turnAway(const Refusal &refusal)
{
    refuse(refusal);
}

void Connection::enter(Phase phase)
{
    m_phase = phase;
    switch (phase) {
    case Phase::Idle:
        m_deadline.setRemainingTime(m_service.limits.idleTimeout);
        break;
    case Phase::Handshake:
    case Phase::Head:
        m_deadline.setRemainingTime(m_service.limits.headerTimeout);
        break;
    case Phase::Body:
        m_bodySeen = 0;
        m_deadline.setRemainingTime(m_service.limits.bodyTimeout);
        break;
    case Phase::Sending:
        m_deadline.setRemainingTime(m_service.limits.idleTimeout);
        break;
    case Phase::Lingering:
        m_deadline.setRemainingTime(lingerSilence);
        m_lingerEnd.setRemainingTime(lingerTotal);
        break;
    case Phase::Answering:
    case Phase::Closed:
        m_deadline = QDeadlineTimer(QDeadlineTimer::Forever);
        break;
    }
}

bool Connection::hasInput() const
{
    return m_inPos < m_in.size() || m_socket.device().bytesAvailable() > 0;
}

qint64 Connection::unsent() const
{
    return m_socket.unsent();
}

void Connection::onReadyRead()
{
    if (m_phase == Phase::Lingering) {
        m_socket.device().skip(m_socket.device().bytesAvailable());
        m_deadline.setRemainingTime(lingerSilence);
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
    const bool reading = m_phase == Phase::Idle || m_phase == Phase::Head || m_phase == Phase::Body;
    // Whoever sends requests without reading the answers waits.
    if (!reading || unsent() > m_service.limits.congestion)
        return false;
    if (m_in.isEmpty() && !m_judged) {
        m_in = readPiece(m_socket.device());
        if (m_in.isEmpty())
            return false;
    }
    m_judged = false;
    const auto step = m_parser.feed(QByteArrayView(m_in).sliced(m_inPos));
    m_inPos += step.used;
    if (m_inPos == m_in.size()) {
        m_in.clear(); // an answer may take minutes
        m_inPos = 0;
    }
    switch (step.progress) {
    case RequestParser::Progress::NeedMore:
        askForBody();
        return true;
    case RequestParser::Progress::Head:
        return judge();
    case RequestParser::Progress::Request:
        startExchange();
        return true;
    case RequestParser::Progress::Refused:
        refuse(m_parser.refusal());
        return false;
    }
    return false;
}

bool Connection::judge()
{
    const Head &head = m_parser.head();
    m_sinceHead.start();
    m_keepAlive = head.keepAlive;
    m_judged = true;
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
    enter(Phase::Body);
    return true;
}

void Connection::askForBody()
{
    if (m_phase == Phase::Idle && m_parser.hasBegun())
        enter(Phase::Head);
    if (m_phase != Phase::Body)
        return;
    if (std::exchange(m_continueDue, false) && m_parser.bodyBytes() == 0)
        m_socket.send("HTTP/1.1 100 Continue\r\n\r\n");
    if (m_parser.bodyBytes() > m_bodySeen) {
        m_bodySeen = m_parser.bodyBytes();
        m_deadline.setRemainingTime(m_service.limits.bodyTimeout);
    }
}

void Connection::startExchange()
{
    core::http::Request request = m_parser.takeRequest();
    if (m_verdict) {
        const Response verdict = *std::move(m_verdict);
        m_verdict.reset();
        enter(Phase::Idle);
        m_answer.whole(verdict, m_keepAlive);
        if (!m_keepAlive)
            closeAfterSending();
        return;
    }
    enter(Phase::Answering);
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
        response = m_service.writeRefusal(refusal, m_parser.head().request);
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
    enter(Phase::Sending);
    m_answer.whole(response, false);
    if (m_phase == Phase::Sending && unsent() == 0)
        linger();
}

void Connection::closeAfterSending()
{
    if (m_phase == Phase::Closed)
        return;
    if (hasInput()) {
        enter(Phase::Sending);
        if (unsent() == 0)
            linger();
        return;
    }
    enter(Phase::Sending);
    m_socket.close();
}

void Connection::linger()
{
    enter(Phase::Lingering);
    m_in.clear();
    m_inPos = 0;
    m_socket.closeForWriting();
    m_socket.device().skip(m_socket.device().bytesAvailable());
}

void Connection::onBytesWritten()
{
    const qint64 left = unsent();
    switch (m_phase) {
    case Phase::Answering:
        m_deadline = left > 0 ? QDeadlineTimer(m_service.limits.idleTimeout)
                              : QDeadlineTimer(QDeadlineTimer::Forever);
        if (m_exchange && m_congested && left < m_service.limits.congestion / 2) {
            m_congested = false;
            emit m_exchange->drained();
        }
        break;
    case Phase::Idle:
        m_deadline.setRemainingTime(m_service.limits.idleTimeout);
        if (!m_advancing && hasInput())
            advance();
        break;
    case Phase::Sending:
        m_deadline.setRemainingTime(m_service.limits.idleTimeout);
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
    if (m_phase == Phase::Closed)
        return;
    enter(Phase::Closed);
    dropExchange();
    emit closed();
}

void Connection::checkDeadline()
{
    // Who sends ahead more than we read ahead hides its end behind it.
    if (m_phase == Phase::Answering && hasInput() && m_socket.hasLeftUnread()) {
        m_socket.abort();
        onSocketClosed();
        return;
    }
    if (m_phase == Phase::Lingering && m_lingerEnd.hasExpired())
        m_deadline = m_lingerEnd;
    if (!m_deadline.hasExpired())
        return;
    switch (m_phase) {
    case Phase::Head:
        refuse({.status = 408, .message = "The head of the request did not arrive in time"});
        return;
    case Phase::Body:
        refuse({.status = 408, .message = "The body of the request did not arrive in time"});
        return;
    case Phase::Idle:
        if (unsent() == 0) {
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
    if (m_phase == Phase::Handshake || (m_phase == Phase::Idle && !hasInput() && unsent() == 0))
        m_socket.close();
}

bool Connection::isBusy() const
{
    switch (m_phase) {
    case Phase::Body:
    case Phase::Answering:
        return true;
    case Phase::Idle:
    case Phase::Sending:
        return unsent() > 0;
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
    const qint64 left = unsent();
    if (m_phase != Phase::Answering || left == 0)
        return;
    if (left > m_service.limits.unsent) {
        m_socket.abort(); // memory is not a queue
        onSocketClosed();
        return;
    }
    if (m_deadline.isForever())
        m_deadline.setRemainingTime(m_service.limits.idleTimeout);
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
    if (m_phase == Phase::Closed)
        return;
    if (!keepAlive) {
        closeAfterSending();
        return;
    }
    enter(Phase::Idle);
    if (m_service.isEnding && !hasInput()) {
        closeAfterSending();
        return;
    }
    // On another turn: we are inside a signal of whatever gave the answer.
    if (!m_advancing && hasInput())
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
