// SPDX-License-Identifier: MIT
#include "gateway/routing/attempts.h"

#include <QLoggingCategory>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using std::chrono::milliseconds;

namespace gateway::routing {

namespace {

Q_LOGGING_CATEGORY(log, "app.gateway.routing")

QString wordOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Cancelled:
        return u"cancelled"_s;
    case ErrorCode::InvalidRequest:
        return u"invalid_request"_s;
    case ErrorCode::Unauthorized:
        return u"unauthorized"_s;
    case ErrorCode::Forbidden:
        return u"forbidden"_s;
    case ErrorCode::NotFound:
        return u"not_found"_s;
    case ErrorCode::Conflict:
        return u"conflict"_s;
    case ErrorCode::TooLarge:
        return u"too_large"_s;
    case ErrorCode::RateLimited:
        return u"rate_limited"_s;
    case ErrorCode::Timeout:
        return u"timeout"_s;
    case ErrorCode::Network:
        return u"network"_s;
    case ErrorCode::Unavailable:
        return u"unavailable"_s;
    case ErrorCode::Protocol:
        return u"protocol"_s;
    case ErrorCode::Internal:
        return u"internal"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

//! Short and without the service's own words, which may be long or tell of the request.
QString whyOf(const Error &error)
{
    const QString word = error.reason.isEmpty() ? wordOf(error.code) : error.reason;
    return error.upstreamStatus > 0 ? u"%1 %2"_s.arg(error.upstreamStatus).arg(word) : word;
}

//! A client may send anything that a pattern fits.
QString forLog(const QString &name)
{
    QString shown = name.left(100);
    for (QChar &c : shown) {
        if (!c.isPrint())
            c = u'?';
    }
    return shown;
}

} // namespace

bool mayPassElsewhere(const Error &error)
{
    switch (error.code) {
    case ErrorCode::RateLimited:
    case ErrorCode::Timeout:
    case ErrorCode::Network:
    case ErrorCode::Unavailable:
        return true;
    case ErrorCode::NotFound:
        return error.reason != "policy_missing"_L1; // OCI's other meaning of a 404
    case ErrorCode::Protocol:
    case ErrorCode::Internal:
        return error.upstreamStatus >= 500;
    case ErrorCode::Cancelled:
    case ErrorCode::InvalidRequest:
    case ErrorCode::Unauthorized:
    case ErrorCode::Forbidden:
    case ErrorCode::Conflict:
    case ErrorCode::TooLarge:
        return false;
    }
    Q_UNREACHABLE_RETURN(false);
}

Attempts::Attempts(const QString &name, QStringList targets, milliseconds longest)
    : m_name(forLog(name))
    , m_targets(std::move(targets))
    , m_longest(longest)
{
    Q_ASSERT(!m_targets.isEmpty());
    m_sinceStart.start();
}

bool Attempts::next(const Error &error)
{
    const bool isInTime = !m_sinceStart.hasExpired(m_longest.count());
    if (isLast() || !isInTime || !mayPassElsewhere(error))
        return false;
    m_failed.append({.target = target(), .why = whyOf(error)});
    if (error.code != ErrorCode::NotFound && !m_mayPass)
        m_mayPass = error;
    if (error.retryAfter)
        m_soonest = std::min(m_soonest.value_or(*error.retryAfter), *error.retryAfter);
    ++m_current;
    qCWarning(log).noquote() << u"'%1': %2 failed (%3), asking %4 instead"_s.arg(
            m_name, m_failed.last().target, m_failed.last().why, target());
    return true;
}

Error Attempts::verdict(Error last) const
{
    if (m_failed.isEmpty())
        return last;
    QStringList before;
    for (const core::FailedTarget &each : m_failed)
        before.append(u"%1 (%2)"_s.arg(each.target, each.why));
    before.append(u"%1 (%2)"_s.arg(target(), whyOf(last)));
    qCWarning(log).noquote() << u"'%1': %2 failed as well (%3)"_s.arg(m_name, target(),
                                                                      whyOf(last));
    // That a model is not in the last place says nothing of those that only cannot answer now.
    Error told = std::move(last);
    if (told.code == ErrorCode::NotFound && m_mayPass)
        told = *m_mayPass;
    while (told.message.endsWith(u'.'))
        told.message.chop(1);
    told.message += u". Asked in vain: %1."_s.arg(before.join(u", "_s));
    if (m_soonest && told.retryAfter)
        told.retryAfter = std::min(*m_soonest, *told.retryAfter);
    return told;
}

core::Served Attempts::completed(core::Served served) const
{
    if (served.by.isEmpty())
        served.by = target();
    served.failed = m_failed + served.failed;
    return served;
}

} // namespace gateway::routing
