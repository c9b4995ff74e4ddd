// SPDX-License-Identifier: MIT
#include "oci/auth/federationtoken.h"

#include <QLoggingCategory>
#include <QPromise>

#include <algorithm>
#include <utility>

Q_LOGGING_CATEGORY(ociToken, "app.oci.token", QtWarningMsg)

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;

namespace oci {

namespace {

constexpr std::chrono::seconds pauseAfterFailure{30};

Error expired()
{
    return {.code = ErrorCode::Unauthorized,
            .message = u"The session token has expired and there is no newer one yet. Check the "
                       "clock of this computer, too"_s,
            .reason = u"token_expired"_s};
}

} // namespace

FederationToken::FederationToken(CredentialSource &source, const core::Clock &clock,
                                 TokenTiming timing)
    : m_source(source)
    , m_clock(clock)
    , m_timing(std::move(timing))
{
}

bool FederationToken::isGood() const
{
    return m_credential && (!m_goodUntil.isValid() || m_clock.nowUtc() < m_goodUntil);
}

QFuture<FederationToken::Credential> FederationToken::wait()
{
    QPromise<Credential> promise;
    promise.start();
    const QFuture<Credential> future = promise.future();
    m_waiting.push_back(std::move(promise));
    return future;
}

QFuture<FederationToken::Credential> FederationToken::credential()
{
    if (!isGood()) {
        const QFuture<Credential> future = wait();
        fetch();
        return future;
    }
    const bool isDue = m_renewAt.isValid() && m_clock.nowUtc() >= m_renewAt;
    if (isDue || m_source.hasChanged())
        fetch();
    return QtFuture::makeReadyValueFuture(Credential(*m_credential));
}

QFuture<Result<void>> FederationToken::renew()
{
    const QDateTime now = m_clock.nowUtc();
    if (isGood() && m_renewedAt.isValid() && m_renewedAt <= now &&
        now < m_renewedAt.addDuration(renewalServes))
        return QtFuture::makeReadyValueFuture(Result<void>());

    const QByteArray refused = m_credential ? m_credential->token : QByteArray();
    QFuture<Credential> future = wait();
    fetch();
    return future.then(this, [refused](const Credential &fetched) -> Result<void> {
        if (!fetched)
            return std::unexpected(fetched.error());
        if (fetched->token == refused)
            return std::unexpected(Error{.code = ErrorCode::Unauthorized});
        return {};
    });
}

void FederationToken::fetch()
{
    if (m_fetching)
        return;
    const QFuture<Credential> future = m_source.fetch();
    if (future.isFinished() && future.resultCount() == 1) { // read from files
        onFetched(future.result());
        return;
    }
    m_fetching = std::make_unique<QFutureWatcher<Credential>>();
    connect(m_fetching.get(), &QFutureWatcherBase::finished, this, [this] {
        const QFuture<Credential> done = m_fetching->future();
        m_fetching.release()->deleteLater();
        if (done.resultCount() == 1)
            onFetched(done.result());
        else
            onFetched(std::unexpected(
                    Error{.code = ErrorCode::Cancelled, .message = u"Signing in was cancelled"_s}));
    });
    m_fetching->setFuture(future);
}

void FederationToken::onFetched(Credential fetched)
{
    const QDateTime now = m_clock.nowUtc();
    if (fetched && fetched->claims.expiresAt.isValid() && now >= fetched->claims.expiresAt)
        fetched = std::unexpected(expired());
    if (fetched) {
        if (m_credential && m_credential->token != fetched->token)
            m_renewedAt = now;
        m_credential = *fetched;
        schedule(fetched->claims);
        qCDebug(ociToken) << "a new session token, good until" << fetched->claims.expiresAt;
    } else if (isGood()) {
        m_renewAt = now.addDuration(pauseAfterFailure * (1 + int(2 * m_timing.random())));
        qCWarning(ociToken).noquote()
                << "The session token could not be renewed, the present one is still good:"
                << fetched.error().message;
    }
    // State first: whoever waited may ask again at once.
    for (auto &promise : std::exchange(m_waiting, {})) {
        promise.addResult(fetched);
        promise.finish();
    }
}

void FederationToken::schedule(const JwtClaims &claims)
{
    using std::chrono::milliseconds;
    m_renewAt = {};
    m_goodUntil = claims.expiresAt;
    if (!claims.expiresAt.isValid())
        return;
    const QDateTime now = m_clock.nowUtc();
    const bool saysWhen = claims.issuedAt.isValid() && claims.issuedAt < claims.expiresAt;
    const QDateTime from = saysWhen ? claims.issuedAt : now;
    const milliseconds lifetime = claims.expiresAt - from;
    const auto part = [lifetime](double share) {
        return milliseconds(qint64(double(lifetime.count()) * share));
    };
    m_goodUntil =
            claims.expiresAt.addDuration(-std::min<milliseconds>(m_timing.margin, lifetime / 4));
    // Spread, so that the instances of a fleet do not all come at the same moment.
    m_renewAt = m_goodUntil.addDuration(-part(0.05 + 0.1 * m_timing.random()));
    if (m_timing.share)
        m_renewAt = std::min(m_renewAt, from.addDuration(part(*m_timing.share)));
}

} // namespace oci
