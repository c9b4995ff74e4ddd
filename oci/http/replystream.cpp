// SPDX-License-Identifier: MIT
#include "oci/http/replystream.h"

#include "core/ports/clock.h"
#include "oci/http/networkerrors.h"

#include <QLoggingCategory>

#include <utility>

using core::Error;
using core::ErrorCode;
using core::Result;
using core::http::Headers;
using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace oci {

namespace {

Q_LOGGING_CATEGORY(log, "app.oci.http")

//! Whether many callers waiting for the same would do harm. A host that is not found or refuses
//! at once keeps nobody waiting, and may be back as soon as this computer's network is.
bool isOutage(const Error &error)
{
    return error.code == ErrorCode::Timeout || error.upstreamStatus == 502 ||
           error.upstreamStatus == 503 || error.upstreamStatus == 504;
}

Error circuitOpen(const QString &host, CircuitBreaker::Time rest)
{
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(rest);
    return {.code = ErrorCode::Unavailable,
            .message = u"%1 has failed again and again and is given a rest. Try again in %2 s"_s
                               .arg(host)
                               .arg(seconds.count()),
            .reason = u"circuit_open"_s,
            .retryAfter = rest};
}

} // namespace

ReplyStream::ReplyStream(const Wiring &wiring, OutgoingRequest request)
    : m_wiring(wiring)
    , m_request(std::move(request))
{
    m_timer.setSingleShot(true);
    m_timer.callOnTimeout(this, &ReplyStream::onTimer);
}

ReplyStream::~ReplyStream()
{
    if (m_state != State::Idle && m_state != State::Done)
        --m_wiring.traffic.underWay;
    if (m_signing)
        m_signing->cancel(); // a signature that waits for its turn is not made
}

void ReplyStream::start()
{
    Q_ASSERT(m_state == State::Idle);
    if (core::http::headerValue(m_request.headers, "opc-request-id").isEmpty())
        m_request.headers.emplaceBack("opc-request-id", m_wiring.settings.makeRequestId());
    m_sinceStart.start();
    ++m_wiring.traffic.requests;
    ++m_wiring.traffic.underWay;
    m_state = State::Signing;
    authorize();
}

void ReplyStream::authorize()
{
    auto attempt = m_wiring.breaker.begin(circuit(), steadyNow());
    if (!attempt) {
        Error error = circuitOpen(m_request.url.host(), attempt.error());
        if (m_lastFailure) { // what the service itself said tells more
            error = m_wiring.auth.explained(*std::move(m_lastFailure));
            error.retryAfter = attempt.error();
        }
        ++m_wiring.traffic.refused;
        end(std::unexpected(std::move(error)));
        return;
    }
    m_attempt = *std::move(attempt);
    m_state = State::Signing;
    ++m_history.attempts;
    m_inState.start();
    QFuture<Result<Headers>> future = m_wiring.auth.authorize(m_request);

    if (future.isFinished() && future.resultCount() == 1) { // a key at hand: no detour
        onAuthorized(future.result());
        return;
    }
    m_timer.start(m_wiring.settings.signTimeout);
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

void ReplyStream::noteSigning()
{
    m_times.signing += core::elapsedOn(m_inState);
}

void ReplyStream::onAuthorized(const Result<Headers> &headers)
{
    noteSigning();
    if (headers)
        post(*headers);
    else
        end(std::unexpected(headers.error()));
}

void ReplyStream::post(const Headers &authorization)
{
    m_state = State::Sending;
    m_timer.stop();
    if (m_wiring.traffic.sendings++; m_times.attempts > 0)
        ++m_wiring.traffic.retries;
    m_sending = std::make_unique<Sending>(m_wiring, m_request, authorization, m_paused);
    connect(m_sending.get(), &Sending::head, this, &ReplyStream::onHead);
    connect(m_sending.get(), &Sending::chunk, this, &ReplyStream::chunk);
    connect(m_sending.get(), &Sending::ended, this, &ReplyStream::end);
    connect(m_sending.get(), &Sending::failed, this, &ReplyStream::fail);
}

void ReplyStream::onHead(const ResponseHead &accepted)
{
    m_attempt.succeeded(steadyNow());
    qCDebug(log) << m_request.method << m_request.url.path() << accepted.status << "attempt"
                 << m_history.attempts << "after" << m_sinceStart.elapsed() << "ms, opc-request-id"
                 << m_sending->requestId();
    ResponseHead timed = accepted;
    timed.times += m_times;
    emit head(timed);
}

void ReplyStream::setPaused(bool paused)
{
    m_paused = paused;
    if (m_sending)
        m_sending->setPaused(paused);
}

void ReplyStream::onTimer()
{
    if (m_state == State::Waiting) {
        authorize();
        return;
    }
    fail({.error = timeoutError(TimeoutPhase::Signing, m_wiring.settings.signTimeout,
                                m_request.url.host())});
}

void ReplyStream::fail(const Failure &failure)
{
    const Error &error = failure.error;
    const bool wasSent = m_sending != nullptr;
    if (wasSent)
        m_times += m_sending->times();
    else if (m_state == State::Signing)
        noteSigning();
    m_sending.reset();
    if (wasSent && isOutage(error))
        m_attempt.failed(steadyNow());
    else if (wasSent && error.upstreamStatus != 0)
        m_attempt.succeeded(steadyNow()); // it is there and answers
    m_attempt = {};
    if (error.upstreamStatus == 401 && !m_renewed && error.reason != QLatin1StringView(clockSkew)) {
        renew(error);
        return;
    }
    m_history.elapsed = milliseconds(m_sinceStart.elapsed());
    if (error.upstreamStatus == 500)
        ++m_history.internalErrors;
    const auto delay =
            retryDelay(m_wiring.settings.retry, failure, m_history, m_wiring.settings.random());
    if (!delay) {
        Error last = error;
        if (last.code == ErrorCode::RateLimited && !last.retryAfter)
            last.retryAfter = backoff(m_wiring.settings.retry, m_history.attempts,
                                      m_wiring.settings.random());
        end(std::unexpected(m_wiring.auth.explained(std::move(last))));
        return;
    }
    qCDebug(log) << m_request.method << m_request.url.path() << error.upstreamStatus << error.reason
                 << "attempt" << m_history.attempts << "will try again in" << delay->count()
                 << "ms";
    m_lastFailure = error;
    m_state = State::Waiting;
    m_times.resting += *delay;
    m_timer.start(*delay);
}

void ReplyStream::renew(const Error &refusal)
{
    m_renewed = true;
    m_inState.start();
    m_state = State::Renewing;
    const QFuture<Result<void>> future = m_wiring.auth.renew();
    if (future.isFinished() && future.resultCount() == 1) {
        onRenewed(future.result(), refusal);
        return;
    }
    m_timer.start(m_wiring.settings.signTimeout);
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
    noteSigning();
    if (renewed) {
        qCDebug(log) << "sending once more with another credential";
        --m_history.attempts; // this one was lost through no fault of the service
        authorize();
        return;
    }
    if (renewed.error().message.isEmpty()) {
        refusal = m_wiring.auth.explained(std::move(refusal));
    } else {
        const Error refused = std::exchange(refusal, renewed.error());
        refusal.requestId = refused.requestId;
        refusal.upstreamStatus = refused.upstreamStatus;
    }
    end(std::unexpected(std::move(refusal)));
}

void ReplyStream::end(const Result<void> &result)
{
    m_state = State::Done;
    m_timer.stop();
    --m_wiring.traffic.underWay;
    if (!result) {
        ++m_wiring.traffic.failures;
        const Error &error = result.error();
        const QString text =
                u"%1 %2 failed: %3 %4, attempt %5, after %6 ms, opc-request-id %7"_s.arg(
                        QString::fromLatin1(m_request.method), m_request.url.path(),
                        QString::number(error.upstreamStatus), error.reason,
                        QString::number(m_history.attempts),
                        QString::number(m_sinceStart.elapsed()), error.requestId);
        if (m_request.method == "GET") // who asks for lists tells of all of them at once
            qCDebug(log).noquote() << text;
        else
            qCInfo(log).noquote() << text;
    }
    emit finished(result);
}

QByteArray ReplyStream::circuit() const
{
    return m_request.url.host().toUtf8() + ' ' + m_request.circuit;
}

} // namespace oci
