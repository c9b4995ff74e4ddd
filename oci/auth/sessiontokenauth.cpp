// SPDX-License-Identifier: MIT
#include "oci/auth/sessiontokenauth.h"

#include "oci/auth/sessionerrors.h"

#include <QLoggingCategory>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::Error;
using core::Result;
using core::http::Headers;
using std::chrono::milliseconds;

namespace oci {

namespace {

Q_LOGGING_CATEGORY(log, "app.oci.auth", QtInfoMsg)

} // namespace

SessionTokenAuth::SessionTokenAuth(SessionSource source, NetworkPool &network,
                                   const core::Clock &clock, QThreadPool &pool, SessionTimes times)
    : m_clock(clock)
    , m_times(std::move(times))
    , m_files(std::move(source))
    , m_signer(clock, pool)
    , m_refresh(m_files.source().authBase, network, clock, pool, m_times.client)
    , m_lock(m_files.source().tokenFile + u".lock"_s)
{
    m_lock.setStaleLockTime(2 * m_times.patience);
    m_poll.setSingleShot(true);
    m_poll.callOnTimeout(this, &SessionTokenAuth::step);
    m_check.setSingleShot(true);
    m_check.callOnTimeout(this, &SessionTokenAuth::check);
    connect(&m_files, &SessionFiles::changed, this, [this] { reload(); });
    reload();
}

SessionTokenAuth::~SessionTokenAuth() = default;

std::optional<QDateTime> SessionTokenAuth::expires() const
{
    return m_credential ? std::optional(m_credential->token.expires()) : std::nullopt;
}

milliseconds SessionTokenAuth::left() const
{
    return m_credential
                   ? std::max(m_credential->token.expires() - m_clock.nowUtc(), milliseconds(0))
                   : milliseconds(0);
}

bool SessionTokenAuth::hasLeft(milliseconds time) const
{
    return left() > time;
}

QDateTime SessionTokenAuth::renewalTime() const
{
    const SessionToken &token = m_credential->token;
    const QDateTime &from = token.claims().issuedAt.isValid() ? token.claims().issuedAt : m_takenAt;
    const milliseconds half = std::max(token.expires() - from, milliseconds(0)) / 2;
    return token.expires().addDuration(-std::min(milliseconds(m_times.lead), half));
}

bool SessionTokenAuth::isDue() const
{
    const QDateTime now = m_clock.nowUtc();
    return hasLeft({}) && !m_refusal && now >= renewalTime() &&
           !(m_notBefore.isValid() && now < m_notBefore);
}

// Who removes the token file has signed out: such a session is used up, but not prolonged.
bool SessionTokenAuth::isSignedOut() const
{
    return m_fileProblem && m_fileProblem->reason == QLatin1StringView(session::missingReason);
}

Error SessionTokenAuth::problem() const
{
    if (m_fileProblem)
        return *m_fileProblem;
    if (m_refusal && hasLeft({}))
        return *m_refusal;
    return session::expired(m_files.source(), m_credential->token.expires());
}

// Whether another credential is in use now. What cannot be read is not taken: the file may be
// half written, and what we have may be good for a while.
bool SessionTokenAuth::reload(Doubts doubts)
{
    const auto found = m_files.read();
    if (!found) {
        m_fileProblem = found.error();
        return false;
    }
    m_fileProblem.reset();
    if (m_onDisk && *m_onDisk == *found)
        return false;
    // One of the two files may be yet to come. The claim that says so is not to be relied on
    // (3.2): a pair that stays as it is gets its chance.
    if (hasLeft({}) && !found->token.isFor(found->key) && doubts == Doubts::Wait &&
        !hasStayed(*found))
        return false;
    m_doubtful.reset();
    m_onDisk = *found;
    if (hasLeft({}) && found->token.expires() <= m_clock.nowUtc())
        return false;
    if (m_credential && *m_credential == *found)
        return false;
    take(*found);
    return true;
}

bool SessionTokenAuth::hasStayed(const SessionPair &pair)
{
    if (!m_doubtful || !(*m_doubtful == pair)) {
        m_doubtful = pair;
        m_doubtfulUntil.setRemainingTime(SessionFiles::settleTime);
        QTimer::singleShot(2 * SessionFiles::settleTime, this, [this] { reload(); });
    }
    return m_doubtfulUntil.hasExpired();
}

void SessionTokenAuth::take(const SessionPair &credential)
{
    const bool isFirst = !m_credential;
    m_credential = credential;
    m_refusal.reset();
    m_notBefore = {};
    m_takenAt = m_clock.nowUtc();
    m_replacedAt = isFirst ? QDateTime() : m_takenAt;
    schedule();
    emit replaced();
}

QFuture<Result<Headers>> SessionTokenAuth::sign(const OutgoingRequest &request)
{
    return m_signer.sign(request, m_credential->token.keyId(), m_credential->key);
}

QFuture<Result<Headers>> SessionTokenAuth::authorize(const OutgoingRequest &request)
{
    if (!hasLeft(m_times.margin))
        reload(); // somebody may have signed in
    if (hasLeft(m_times.margin)) {
        if (isDue())
            begin();
        return sign(request);
    }
    const auto refused = [this] {
        return QtFuture::makeReadyValueFuture(Result<Headers>(std::unexpected(problem())));
    };
    if (!hasLeft({}))
        return refused();
    return wait()
            .then(this,
                  [this, request](const Ended &ended) {
                      if (hasLeft({})) // also with the old one, as long as it lasts
                          return sign(request);
                      return QtFuture::makeReadyValueFuture(
                              Result<Headers>(std::unexpected(ended ? problem() : ended.error())));
                  })
            .unwrap();
}

QFuture<Result<void>> SessionTokenAuth::renew()
{
    const QDateTime now = m_clock.nowUtc();
    // Requests that went out together are refused together: the first has had it renewed.
    const bool isRecent =
            m_replacedAt.isValid() && m_replacedAt <= now && now - m_replacedAt < m_times.recent;
    if (reload(Doubts::None) || (isRecent && hasLeft({})))
        return QtFuture::makeReadyValueFuture(Ended());
    return wait();
}

QFuture<Result<void>> SessionTokenAuth::wait()
{
    m_waiting.emplace_back();
    m_waiting.back().start();
    const QFuture<Ended> future = m_waiting.back().future();
    begin();
    return future;
}

void SessionTokenAuth::begin()
{
    if (m_renewing)
        return;
    m_renewing = true;
    m_lockDeadline.setRemainingTime(m_times.patience);
    step();
}

void SessionTokenAuth::step()
{
    if (reload())
        return finish({});
    if (!hasLeft({}) || isSignedOut())
        return finish(std::unexpected(problem()));
    if (m_refusal && m_clock.nowUtc() < m_notBefore)
        return end(std::unexpected(*m_refusal)); // nobody is asked: the pause goes on as it was
    if (!m_lock.isLocked() && !m_lock.tryLock(0) && m_lock.error() == QLockFile::LockFailedError &&
        !m_lockDeadline.hasExpired()) {
        m_poll.start(m_times.poll);
        return;
    }
    // Without a lock, as in a folder that cannot be written, two may renew: that does no harm.
    if (reload()) // who had the lock before us has renewed
        return finish({});
    m_refresh.ask(*m_credential)
            .then(this, [this, asked = m_credential->token](const Result<SessionToken> &answer) {
                onAnswer(asked, answer);
            });
}

void SessionTokenAuth::onAnswer(const SessionToken &asked, const Result<SessionToken> &answer)
{
    reload();
    if (m_credential->token != asked) // somebody signed in meanwhile: that one counts
        return finish({});
    if (isSignedOut()) // while it was asked for: what came is not used
        return finish(std::unexpected(problem()));
    if (answer) {
        keep(*answer);
        return finish({});
    }
    const Error &error = answer.error();
    if (error.upstreamStatus != 401 || error.reason == QLatin1StringView(clockSkew))
        return finish(std::unexpected(session::notRenewed(m_files.source(), error)));
    m_refusal = session::refused(m_files.source(), *m_credential);
    m_refusal->requestId = error.requestId;
    finish(std::unexpected(*m_refusal));
}

void SessionTokenAuth::keep(const SessionToken &renewed)
{
    const SessionPair credential{.token = renewed, .key = m_credential->key};
    if (const auto written = m_files.write(renewed); written)
        m_onDisk = credential;
    else
        qCWarning(log).noquote() << "the renewed session token serves this run only:"
                                 << written.error().message;
    qCInfo(log).noquote() << "renewed the session of profile" << m_files.source().profile << "until"
                          << renewed.expires().toString(Qt::ISODate);
    take(credential);
}

void SessionTokenAuth::finish(const Ended &result)
{
    m_notBefore = m_clock.nowUtc().addDuration(m_times.pause);
    end(result);
}

void SessionTokenAuth::end(const Ended &result)
{
    m_lock.unlock();
    m_renewing = false;
    if (!result)
        qCWarning(log).noquote() << result.error().message;
    schedule();
    auto waiting = std::exchange(m_waiting, {});
    for (QPromise<Ended> &promise : waiting) {
        promise.addResult(result);
        promise.finish();
    }
}

void SessionTokenAuth::check()
{
    if (isDue())
        begin();
    else
        schedule();
}

void SessionTokenAuth::schedule()
{
    if (!hasLeft({}) || m_refusal) { // then it cannot be renewed, and a new one shows in the files
        m_check.stop();
        return;
    }
    const QDateTime next = std::max(renewalTime(), m_notBefore);
    m_check.start(std::clamp(next - m_clock.nowUtc(), milliseconds(1), m_times.check));
}

} // namespace oci
