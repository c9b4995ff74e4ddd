// SPDX-License-Identifier: MIT
#include "oci/http/signedclient.h"

#include <QFutureWatcher>
#include <QHttp1Configuration>
#include <QPromise>
#include <QSslConfiguration>
#include <QTimer>

using core::Error;
using core::ErrorCode;
using core::Result;
using namespace Qt::StringLiterals;

namespace oci {

namespace {

//! What is the same in every request, so that it is made once.
QNetworkRequest prototypeRequest(const QList<QSslCertificate> &authorities)
{
    QNetworkRequest request;
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute,
                         QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    QHttp1Configuration http1;
    http1.setNumberOfConnectionsPerHost(255); // the highest that Qt takes; a stream holds one
    request.setHttp1Configuration(http1);
    if (!authorities.isEmpty()) {
        QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
        tls.setCaCertificates(authorities);
        request.setSslConfiguration(tls);
    }
    return request;
}

//! Collects a reply; lives until it has ended or its future was cancelled.
class WholeReading final : public QObject
{
public:
    WholeReading(std::unique_ptr<ReplyStream> stream, qint64 longest, QObject *parent)
        : QObject(parent)
        , m_stream(std::move(stream))
    {
        m_promise.start();
        connect(&m_watcher, &QFutureWatcherBase::canceled, this, [this] {
            deleteLater();
            m_stream.reset();
        });
        m_watcher.setFuture(m_promise.future());
        connect(m_stream.get(), &ReplyStream::head, this,
                [this](const ResponseHead &head) { m_whole.head = head; });
        connect(m_stream.get(), &ReplyStream::chunk, this,
                [this, longest](const QByteArray &bytes) {
                    if (m_whole.body.size() + bytes.size() > longest) {
                        finish(std::unexpected(Error{
                                .code = ErrorCode::TooLarge,
                                .message =
                                        u"The answer of the service is longer than %1 bytes"_s.arg(
                                                longest)}));
                        return;
                    }
                    m_whole.body += bytes;
                });
        connect(m_stream.get(), &ReplyStream::finished, this, [this](const Result<void> &end) {
            if (end)
                finish(std::move(m_whole));
            else
                finish(std::unexpected(end.error()));
        });
    }

    QFuture<Result<WholeReply>> start()
    {
        const QFuture<Result<WholeReply>> future = m_promise.future();
        m_stream->start();
        return future;
    }

private:
    void finish(Result<WholeReply> result)
    {
        m_stream->disconnect(this);
        deleteLater();
        m_promise.addResult(std::move(result));
        m_promise.finish();
    }

    std::unique_ptr<ReplyStream> m_stream;
    QPromise<Result<WholeReply>> m_promise;
    QFutureWatcher<Result<WholeReply>> m_watcher;
    WholeReply m_whole;
};

} // namespace

SignedClient::SignedClient(NetworkPool &network, AuthProvider &auth, const core::Clock &clock,
                           ClientSettings settings, QObject *parent)
    : QObject(parent)
    , m_shared(new Shared{.breaker = CircuitBreaker(settings.circuit)})
    , m_wiring{network,
               m_shared->spares,
               auth,
               clock,
               settings,
               prototypeRequest(settings.authorities),
               m_shared->breaker,
               m_shared->traffic}
{
}

SignedClient::~SignedClient()
{
    // Before the pool of connections: each holds a place in it.
    const QObjectList underWay = children();
    qDeleteAll(underWay);
}

std::unique_ptr<SignedClient> SignedClient::withoutRetries()
{
    Wiring wiring = m_wiring;
    wiring.settings.retry.attempts = 1;
    return std::unique_ptr<SignedClient>(new SignedClient(std::move(wiring)));
}

core::UpstreamReport SignedClient::report() const
{
    core::UpstreamReport report = m_wiring.traffic;
    report.circuits = m_wiring.breaker.circuits(steadyNow());
    return report;
}

std::unique_ptr<ReplyStream> SignedClient::stream(OutgoingRequest request) const
{
    return std::make_unique<ReplyStream>(m_wiring, std::move(request));
}

QFuture<Result<WholeReply>> SignedClient::fetch(OutgoingRequest request)
{
    auto *reading = new WholeReading(stream(std::move(request)), settings().longestBody, this);
    return reading->start();
}

void SignedClient::letEnd(std::unique_ptr<ReplyStream> stream)
{
    ReplyStream *rest = stream.release();
    rest->disconnect();
    rest->setParent(this);
    connect(rest, &ReplyStream::finished, rest, &QObject::deleteLater);
    QTimer::singleShot(std::chrono::seconds(1), rest, &QObject::deleteLater);
    rest->setPaused(false);
}

} // namespace oci
