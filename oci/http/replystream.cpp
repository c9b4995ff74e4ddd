// SPDX-License-Identifier: MIT
#include "oci/http/replystream.h"

#include "core/ports/clock.h"
#include "oci/http/networkerrors.h"

#include <QHttpHeaders>
#include <QLoggingCategory>

#include <utility>

Q_LOGGING_CATEGORY(ociHttp, "app.oci.http", QtWarningMsg)

using core::Error;
using core::ErrorCode;
using core::Result;
using core::http::Headers;
using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace oci {

ReplyStream::ReplyStream(const Wiring &wiring, OutgoingRequest request)
    : m_wiring(wiring)
    , m_request(std::move(request))
{
    m_timer.setSingleShot(true);
    m_timer.callOnTimeout(this, &ReplyStream::onTimer);
}

ReplyStream::~ReplyStream()
{
    dropReply();
}

void ReplyStream::start()
{
    Q_ASSERT(m_state == State::Idle);
    if (core::http::headerValue(m_request.headers, "opc-request-id").isEmpty())
        m_request.headers.emplaceBack("opc-request-id", m_wiring.settings.makeRequestId());
    m_sinceStart.start();
    authorize();
}

void ReplyStream::authorize()
{
    m_state = State::Signing;
    ++m_history.attempts;
    QFuture<Result<Headers>> future = m_wiring.auth.authorize(m_request);

    if (future.isFinished() && future.resultCount() == 1) { // a key at hand: no detour
        onAuthorized(future.result());
        return;
    }
    allow(m_wiring.settings.signTimeout);
    // A watcher rather than .then().onCanceled(): the latter would be called from inside our
    // own destructor, as the dropped continuation counts as cancelled.
    m_signing = std::make_unique<QFutureWatcher<Result<Headers>>>();
    connect(m_signing.get(), &QFutureWatcherBase::finished, this, [this] {
        if (m_state != State::Signing)
            return; // its time had run out
        const QFuture<Result<Headers>> signedHeaders = m_signing->future();
        m_signing.release()->deleteLater();
        if (signedHeaders.resultCount() == 1)
            onAuthorized(signedHeaders.result());
        else
            end(std::unexpected(
                    Error{.code = ErrorCode::Cancelled, .message = u"Signing in was cancelled"_s}));
    });
    m_signing->setFuture(future);
}

void ReplyStream::onAuthorized(const Result<Headers> &headers)
{
    if (headers)
        post(*headers);
    else
        end(std::unexpected(headers.error()));
}

void ReplyStream::post(const Headers &authorization)
{
    const ClientSettings &settings = m_wiring.settings;
    QHttpHeaders headers;
    headers.reserve(m_request.headers.size() + authorization.size() + 2);
    for (const auto &[name, value] : std::as_const(m_request.headers))
        headers.append(name, value);
    for (const auto &[name, value] : authorization)
        headers.append(name, value);
    // Some models compress each event by itself, which decoders end after (14.1).
    headers.append(QHttpHeaders::WellKnownHeader::AcceptEncoding, "identity");
    headers.append(QHttpHeaders::WellKnownHeader::UserAgent, settings.userAgent);

    QNetworkRequest request = m_wiring.prototype;
    request.setUrl(m_request.url);
    request.setHeaders(std::move(headers));

    m_state = State::Sending;
    m_connecting = false;
    m_network = m_wiring.network.lease();
    QNetworkAccessManager &network = m_network.manager();
    if (m_request.method == "POST")
        m_reply = network.post(request, m_request.body);
    else if (m_request.method == "GET" && m_request.body.isEmpty())
        m_reply = network.get(request);
    else
        m_reply = network.sendCustomRequest(request, m_request.method, m_request.body);

    connect(m_reply, &QNetworkReply::socketStartedConnecting, this, &ReplyStream::onConnecting);
    connect(m_reply, &QNetworkReply::requestSent, this, &ReplyStream::onSending);
    connect(m_reply, &QNetworkReply::uploadProgress, this, [this](qint64 sent) {
        if (sent > 0)
            onSending();
    });
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &ReplyStream::onHead);
    connect(m_reply, &QIODevice::readyRead, this, &ReplyStream::onReadyRead);
    connect(m_reply, &QNetworkReply::finished, this, &ReplyStream::onReplyFinished);
    allow(settings.firstByteTimeout);
}

void ReplyStream::onConnecting()
{
    if (m_state != State::Sending)
        return;
    m_connecting = true;
    allow(m_wiring.settings.connectTimeout);
}

void ReplyStream::onSending()
{
    if (m_state != State::Sending)
        return;
    m_connecting = false;
    allow(m_wiring.settings.firstByteTimeout);
}

void ReplyStream::onHead()
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
    allow(m_wiring.settings.idleTimeout);
    qCDebug(ociHttp) << m_request.method << m_request.url.path() << m_head.status << "attempt"
                     << m_history.attempts << "after" << m_sinceStart.elapsed()
                     << "ms, opc-request-id" << requestId();

    if (m_head.status >= 300) {
        m_state = State::ReadingFailure;
        return;
    }
    m_state = State::Reading;
    emit head(m_head);
}

bool ReplyStream::pump()
{
    const QPointer<ReplyStream> alive(this);
    while (m_reply && m_state == State::Reading && !m_paused && m_reply->bytesAvailable() > 0) {
        m_deadline.setRemainingTime(m_allowed = m_wiring.settings.idleTimeout);
        emit chunk(m_reply->readAll());
        if (!alive)
            return false;
    }
    return m_reply && m_state == State::Reading;
}

void ReplyStream::onReadyRead()
{
    if (m_state == State::Reading) {
        (void)pump();
        return;
    }
    if (m_state != State::ReadingFailure)
        return;
    m_deadline.setRemainingTime(m_allowed = m_wiring.settings.idleTimeout);
    const qint64 room = m_wiring.settings.longestErrorBody - m_failureBody.size();
    m_failureBody += m_reply->read(room);
    if (m_failureBody.size() >= m_wiring.settings.longestErrorBody) {
        disconnect(m_reply, nullptr, this, nullptr);
        fail(failureFrom(m_head, m_failureBody, m_wiring.clock.nowUtc()));
    }
}

void ReplyStream::onReplyFinished()
{
    if (m_state == State::Sending && m_reply->error() == QNetworkReply::NoError)
        onHead(); // an answer without a body can end together with its head
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
        fail(failureFrom(m_head, m_failureBody, m_wiring.clock.nowUtc()));
        return;
    case State::Sending:
        if (m_reply->error() == QNetworkReply::NoError ||
            m_reply->error() == QNetworkReply::ProtocolFailure ||
            m_reply->error() == QNetworkReply::ProtocolUnknownError) {
            fail({.error = {.code = ErrorCode::Protocol,
                            .message =
                                    u"%1 answered something that is not HTTP. Check the address"_s
                                            .arg(m_request.url.host()),
                            .reason = u"not_http"_s}});
        } else {
            fail({.error = networkError(m_reply->error(), m_request.url.host())});
        }
        return;
    case State::Idle:
    case State::Signing:
    case State::Renewing:
    case State::Waiting:
    case State::Done:
        return;
    }
}

void ReplyStream::setPaused(bool paused)
{
    if (std::exchange(m_paused, paused) == paused || paused || m_state != State::Reading)
        return;
    m_deadline.setRemainingTime(m_allowed = m_wiring.settings.idleTimeout);
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

void ReplyStream::allow(milliseconds time)
{
    // The timer is not set anew with each chunk: when it fires it looks at the deadline.
    m_allowed = time;
    m_deadline.setRemainingTime(time);
    if (!m_timer.isActive() || m_timer.remainingTimeAsDuration() > time)
        m_timer.start(time);
}

void ReplyStream::onTimer()
{
    if (m_state == State::Waiting) {
        authorize();
        return;
    }
    if (m_state == State::Reading && m_paused) {
        m_timer.start(m_wiring.settings.idleTimeout); // it is us who keep the service waiting
        return;
    }
    if (!m_deadline.hasExpired()) {
        m_timer.start(std::chrono::ceil<milliseconds>(m_deadline.remainingTimeAsDuration()) +
                      milliseconds(1));
        return;
    }
    if (m_state == State::ReadingFailure) { // its status says enough
        fail(failureFrom(m_head, m_failureBody, m_wiring.clock.nowUtc()));
        return;
    }
    TimeoutPhase phase = TimeoutPhase::FirstByte;
    if (m_state == State::Signing || m_state == State::Renewing)
        phase = TimeoutPhase::Signing;
    else if (m_state == State::Reading)
        phase = TimeoutPhase::Idle;
    else if (m_connecting)
        phase = TimeoutPhase::Connecting;

    Error error = timeoutError(phase, m_allowed, m_request.url.host());
    error.requestId = requestId();
    if (m_state == State::Reading)
        end(std::unexpected(error));
    else
        fail({.error = error});
}

void ReplyStream::fail(Failure failure)
{
    dropReply();
    if (failure.error.upstreamStatus == 401 && !m_renewed &&
        failure.error.reason != QLatin1StringView(clockSkew)) {
        renew(failure.error);
        return;
    }
    m_history.elapsed = milliseconds(m_sinceStart.elapsed());
    if (failure.error.upstreamStatus == 500)
        ++m_history.internalErrors;
    const auto delay =
            retryDelay(m_wiring.settings.retry, failure, m_history, m_wiring.settings.random());
    if (!delay) {
        end(std::unexpected(std::move(failure.error)));
        return;
    }
    qCDebug(ociHttp) << "will try again in" << delay->count() << "ms, reason"
                     << failure.error.reason;
    startAnew();
    m_state = State::Waiting;
    m_timer.start(*delay);
}

void ReplyStream::renew(const Error &refusal)
{
    m_renewed = true;
    m_state = State::Renewing;
    const QFuture<Result<void>> future = m_wiring.auth.renew();
    if (future.isFinished() && future.resultCount() == 1) {
        onRenewed(future.result(), refusal);
        return;
    }
    allow(m_wiring.settings.signTimeout);
    m_renewal = std::make_unique<QFutureWatcher<Result<void>>>();
    connect(m_renewal.get(), &QFutureWatcherBase::finished, this, [this, refusal] {
        if (m_state != State::Renewing)
            return; // its time had run out
        const QFuture<Result<void>> renewal = m_renewal->future();
        m_renewal.release()->deleteLater();
        if (renewal.resultCount() == 1)
            onRenewed(renewal.result(), refusal);
        else
            end(std::unexpected(refusal));
    });
    m_renewal->setFuture(future);
}

void ReplyStream::onRenewed(const Result<void> &renewed, Error refusal)
{
    if (renewed) {
        qCDebug(ociHttp) << "sending once more with another credential";
        startAnew();
        --m_history.attempts; // this one was lost through no fault of the service
        authorize();
        return;
    }
    if (!renewed.error().message.isEmpty()) {
        const Error refused = std::exchange(refusal, renewed.error());
        refusal.requestId = refused.requestId;
        refusal.upstreamStatus = refused.upstreamStatus;
    }
    end(std::unexpected(std::move(refusal)));
}

void ReplyStream::startAnew()
{
    m_head = {};
    m_failureBody.clear();
}

void ReplyStream::end(const Result<void> &result)
{
    m_state = State::Done;
    m_timer.stop();
    dropReply();
    emit finished(result);
}

void ReplyStream::dropReply()
{
    if (!m_reply)
        return;
    QNetworkReply *reply = m_reply;
    m_reply.clear();
    disconnect(reply, nullptr, this, nullptr);
    reply->abort(); // nothing happens if it has finished; else the connection closes
    reply->deleteLater();
    m_network = {};
}

QString ReplyStream::requestId() const
{
    return QString::fromLatin1(m_head.header("opc-request-id"));
}

} // namespace oci
