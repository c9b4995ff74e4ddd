// SPDX-License-Identifier: MIT
#include "gateway/access/quotas.h"

#include "gateway/problems/refusals.h"

#include <QTimeZone>

#include <algorithm>
#include <cmath>

using core::ClientKey;
using core::http::Headers;
using std::chrono::milliseconds;

namespace gateway::access {

namespace {

constexpr double msPerMinute = 60'000;

QDateTime nextDay(const QDateTime &utc)
{
    return utc.date().addDays(1).startOfDay(QTimeZone::UTC);
}

void tell(Headers &headers, const QByteArray &what, qint64 limit, qint64 remaining,
          milliseconds reset)
{
    headers.emplaceBack("x-ratelimit-limit-" + what, QByteArray::number(limit));
    headers.emplaceBack("x-ratelimit-remaining-" + what,
                        QByteArray::number(std::max<qint64>(0, remaining)));
    headers.emplaceBack("x-ratelimit-reset-" + what, resetText(reset));
}

} // namespace

QByteArray resetText(milliseconds time)
{
    using namespace std::chrono;
    if (time < 1s)
        return QByteArray::number(qint64(time.count())) + "ms";
    if (time < 1min)
        return QByteArray::number(double(time.count()) / 1000, 'g', 5) + 's';
    // Rounded up: who comes back then finds it open.
    const qint64 all = ceil<seconds>(time).count();
    QByteArray text = QByteArray::number(all / 60 % 60) + 'm' + QByteArray::number(all % 60) + 's';
    if (all >= 3600)
        text.prepend(QByteArray::number(all / 3600) + 'h');
    return text;
}

std::optional<Problem> Quotas::admit(const ClientKey &key, Headers &headers)
{
    // A request that the day's tokens refuse takes nothing of the minute.
    if (auto problem = judgeTokens(key, headers))
        return problem;
    return takeRequest(key, headers);
}

std::optional<Problem> Quotas::judgeTokens(const ClientKey &key, Headers &headers) const
{
    if (key.tokensPerDay <= 0)
        return {};
    const QDateTime now = m_clock.nowUtc();
    const QDateTime again = nextDay(now);
    const milliseconds wait(now.msecsTo(again));
    const qint64 left = key.tokensPerDay - spentToday(key.id.toUtf8());
    tell(headers, "tokens", key.tokensPerDay, left, wait);
    if (left > 0)
        return {};
    return refusals::tokensSpent(key.tokensPerDay, again, wait);
}

std::optional<Problem> Quotas::takeRequest(const ClientKey &key, Headers &headers)
{
    if (key.requestsPerMinute <= 0)
        return {};
    const QDateTime now = m_clock.nowUtc();
    const double size = key.requestsPerMinute;
    const double perMs = size / msPerMinute;
    Bucket &bucket = m_requests[key.id.toUtf8()];
    if (bucket.asOf.isValid()) {
        // A clock that was set back gives nothing and takes nothing.
        const qint64 passed = std::max<qint64>(0, bucket.asOf.msecsTo(now));
        bucket.level = std::min(size, bucket.level + double(passed) * perMs);
    } else {
        bucket.level = size;
    }
    bucket.asOf = now;
    const bool isOpen = bucket.level >= 1;
    if (isOpen)
        bucket.level -= 1;
    tell(headers, "requests", key.requestsPerMinute, qint64(bucket.level),
         milliseconds(qint64(std::ceil((size - bucket.level) / perMs))));
    if (isOpen)
        return {};
    return refusals::tooManyRequests(key.requestsPerMinute,
                                     milliseconds(qint64(std::ceil((1 - bucket.level) / perMs))));
}

void Quotas::spend(const QByteArray &caller, qint64 tokens)
{
    if (tokens <= 0)
        return;
    const QDate today = m_clock.nowUtc().date();
    Day &day = m_tokens[caller];
    if (day.day != today)
        day = {.day = today};
    day.tokens += tokens;
}

qint64 Quotas::spentToday(const QByteArray &caller) const
{
    const auto found = m_tokens.constFind(caller);
    const bool isToday = found != m_tokens.cend() && found->day == m_clock.nowUtc().date();
    return isToday ? found->tokens : 0;
}

} // namespace gateway::access
