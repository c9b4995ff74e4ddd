// SPDX-License-Identifier: MIT
#include "oci/http/sending.h"

#include "core/ports/clock.h"
#include "oci/http/networkerrors.h"

#include <QHttpHeaders>

using core::Error;
using core::ErrorCode;
using core::Result;
using core::http::Headers;
using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace oci {

Sending::Sending(const Wiring &wiring, const OutgoingRequest &request, const Headers &authorization,
                 bool paused)
    : m_wiring(wiring)
    , m_host(request.url.host())
    , m_paused(paused)
{
    m_timer.setSingleShot(true);
    m_timer.callOnTimeout(this, &Sending::onTimer);
    post(request, authorization);
}

Sending::~Sending()
{
    dropReply();
}

void Sending::post(const OutgoingRequest &request, const Headers &authorization)
{
    const ClientSettings &settings = m_wiring.settings;
    QHttpHeaders headers;
    headers.reserve(request.headers.size() + authorization.size() + 2);
    for (const auto &[name, value] : request.headers)
        headers.append(name, value);
    for (const auto &[name, value] : authorization)
        headers.append(name, value);
    // Some models compress each event by itself, which decoders end after (14.1).
    headers.append(QHttpHeaders::WellKnownHeader::AcceptEncoding, "identity");
    headers.append(QHttpHeaders::WellKnownHeader::UserAgent, settings.userAgent);

    QNetworkRequest outgoing = m_wiring.prototype;
    outgoing.setUrl(request.url);
    outgoing.setHeaders(std::move(headers));

    m_network = m_wiring.network.lease();
    QNetworkAccessManager &network = m_network.manager();
    if (request.method == "POST")
        m_reply = network.post(outgoing, request.body);
    else if (request.method == "GET" && request.body.isEmpty())
        m_reply = network.get(outgoing);
    else
        m_reply = network.sendCustomRequest(outgoing, request.method, request.body);

    connect(m_reply, &QNetworkReply::socketStartedConnecting, this, &Sending::onConnecting);
    connect(m_reply, &QNetworkReply::requestSent, this, &Sending::onSending);
    connect(m_reply, &QNetworkReply::uploadProgress, this, [this](qint64 sent) {
        if (sent > 0)
            onSending();
    });
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &Sending::onHead);
    connect(m_reply, &QIODevice::readyRead, this, &Sending::onReadyRead);
    connect(m_reply, &QNetworkReply::finished, this, &Sending::onReplyFinished);
    allow(settings.firstByteTimeout);
}

void Sending::onConnecting()
{
    if (m_state != State::Sending)
        return;
    noteConnection();
    m_connecting = true;
    m_phases.beginConnecting();
    allow(m_wiring.settings.connectTimeout);
}

void Sending::onSending()
{
    if (m_state != State::Sending)
        return;
    noteConnection();
    m_connecting = false;
    m_phases.beginWaiting();
    allow(m_wiring.settings.firstByteTimeout);
}

void Sending::noteConnection()
{
    const bool isWorthIt = m_wiring.settings.keepsSpareConnections &&
                           m_reply->operation() == QNetworkAccessManager::PostOperation &&
                           m_reply->url().scheme() == "https"_L1;
    if (isWorthIt && !m_use)
        m_use = m_wiring.spares.use(m_network.manager(), m_reply->request());
}

void Sending::onHead()
{
    if (m_state != State::Sending)
        return;
    m_head.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (m_head.status < 200)
        return;
    // Not earlier: with a body to send, the request starts on a later turn of the event loop,
    // and what was set before that is forgotten.
    m_reply->setReadBufferSize(m_wiring.settings.readBuffer);
    m_head.headers.clear();
    const QHttpHeaders headers = m_reply->headers();
    m_head.headers.reserve(headers.size());
    for (qsizetype i = 0; i < headers.size(); ++i) {
        const QLatin1StringView name = headers.nameAt(i);
        m_head.headers.emplaceBack(QByteArray(name.data(), name.size()),
                                   headers.valueAt(i).toByteArray());
    }
    m_head.times = m_phases.times();
    m_head.endIsCertain = !m_head.header("content-length").isEmpty() ||
                          (m_reply->url().scheme() == "https"_L1 &&
                           !m_head.header("transfer-encoding").isEmpty());
    if (m_head.status >= 300) {
        allow(m_wiring.settings.idleTimeout);
        m_state = State::ReadingFailure;
        return;
    }
    const QByteArray coding = m_head.header("content-encoding").trimmed().toLower();
    if (!coding.isEmpty() && coding != "identity") {
        Error error = unreadableAnswer(
                u"it is compressed (%1), which was not asked for"_s.arg(QLatin1StringView(coding)));
        error.requestId = requestId();
        fail({.error = std::move(error)});
        return;
    }
    // The head of a stream comes at once, its first event when the model has thought (11.6).
    allow(m_wiring.settings.firstByteTimeout);
    m_state = State::Reading;
    emit head(m_head);
}

bool Sending::pump()
{
    const QPointer<Sending> alive(this);
    while (m_reply && m_state == State::Reading && !m_paused && m_reply->bytesAvailable() > 0) {
        noteBody();
        // Exactly so much: QIODevice keeps a buffer of 16 KB where it finds out itself that there
        // is no more, for as long as the stream lives.
        emit chunk(m_reply->read(m_reply->bytesAvailable()));
        if (!alive)
            return false;
    }
    return m_reply && m_state == State::Reading;
}

void Sending::onReadyRead()
{
    if (m_state == State::Reading) {
        (void)pump();
        return;
    }
    if (m_state != State::ReadingFailure)
        return;
    noteBody();
    const qint64 room = m_wiring.settings.longestErrorBody - m_failureBody.size();
    m_failureBody += m_reply->read(room);
    if (m_failureBody.size() >= m_wiring.settings.longestErrorBody)
        failAsAnswered();
}

void Sending::onReplyFinished()
{
    if (m_state == State::Sending && m_reply->error() == QNetworkReply::NoError) {
        const QPointer<Sending> alive(this);
        onHead(); // an answer without a body can end together with its head
        if (!alive)
            return;
    }
    switch (m_state) {
    case State::Reading:
        m_ended = true;
        if (!pump() || m_paused)
            return;
        if (m_reply->error() == QNetworkReply::NoError)
            end({});
        else
            end(std::unexpected(brokenAnswer(requestId())));
        return;
    case State::ReadingFailure:
        m_failureBody += m_reply->read(m_wiring.settings.longestErrorBody - m_failureBody.size());
        failAsAnswered();
        return;
    case State::Sending:
        if (m_reply->error() == QNetworkReply::NoError ||
            m_reply->error() == QNetworkReply::ProtocolFailure ||
            m_reply->error() == QNetworkReply::ProtocolUnknownError) {
            fail({.error = {.code = ErrorCode::Protocol,
                            .message =
                                    u"%1 answered something that is not HTTP. Check the address"_s
                                            .arg(m_host),
                            .reason = u"not_http"_s}});
        } else {
            fail({.error = networkError(m_reply->error(), m_host)});
        }
        return;
    case State::Done:
        return;
    }
}

void Sending::setPaused(bool paused)
{
    if (std::exchange(m_paused, paused) == paused || paused || m_state != State::Reading)
        return;
    m_deadline.setRemainingTime(m_allowed);
    // Not from inside the caller's call: it may not expect chunks there.
    QMetaObject::invokeMethod(
            this,
            [this] {
                if (m_ended && m_state == State::Reading)
                    onReplyFinished();
                else
                    (void)pump();
            },
            Qt::QueuedConnection);
}

void Sending::allow(milliseconds time)
{
    // The timer is not set anew with each chunk: when it fires it looks at the deadline.
    m_allowed = time;
    m_deadline.setRemainingTime(time);
    if (!m_timer.isActive() || m_timer.remainingTimeAsDuration() > time)
        m_timer.start(time);
}

void Sending::noteBody()
{
    if (!std::exchange(m_hasBody, true))
        allow(m_wiring.settings.idleTimeout);
    else
        m_deadline.setRemainingTime(m_allowed);
}

void Sending::onTimer()
{
    if (m_state == State::Reading && m_paused) {
        m_timer.start(m_allowed); // it is us who keep the service waiting
        return;
    }
    if (!m_deadline.hasExpired()) {
        m_timer.start(std::chrono::ceil<milliseconds>(m_deadline.remainingTimeAsDuration()) +
                      milliseconds(1));
        return;
    }
    if (m_state == State::ReadingFailure) { // its status says enough
        failAsAnswered();
        return;
    }
    TimeoutPhase phase = TimeoutPhase::FirstByte;
    if (m_state == State::Reading && m_hasBody)
        phase = TimeoutPhase::Idle;
    else if (m_connecting)
        phase = TimeoutPhase::Connecting;
    Error error = timeoutError(phase, m_allowed, m_host);
    error.requestId = requestId();
    if (m_state == State::Reading)
        end(std::unexpected(error));
    else
        fail({.error = error});
}

void Sending::failAsAnswered()
{
    fail(failureFrom(m_head, m_failureBody, m_wiring.clock.nowUtc()));
}

void Sending::fail(const Failure &failure)
{
    m_state = State::Done;
    m_timer.stop();
    dropReply();
    emit failed(failure);
}

void Sending::end(const Result<void> &result)
{
    m_state = State::Done;
    m_timer.stop();
    dropReply();
    emit ended(result);
}

void Sending::dropReply()
{
    if (!m_reply)
        return;
    QNetworkReply *reply = m_reply;
    m_reply.clear();
    disconnect(reply, nullptr, this, nullptr);
    reply->abort(); // nothing happens if it has finished; else the connection closes
    reply->deleteLater();
    m_use = {};
    m_network = {};
}

QString Sending::requestId() const
{
    return QString::fromLatin1(m_head.header("opc-request-id"));
}

} // namespace oci
