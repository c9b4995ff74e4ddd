// SPDX-License-Identifier: MIT
#include "gateway/access/admission.h"

#include "gateway/problems/refusals.h"

namespace gateway::access {

Admission::Admission(const core::Clock &clock, QList<core::ClientKey> keys)
    : m_clock(clock)
    , m_keys(std::move(keys))
    , m_quotas(clock)
{
}

std::optional<Problem> Admission::admit(const QByteArray &caller, core::http::Headers &headers)
{
    constexpr qint64 reportEvery = 60;
    const core::ClientKey *key = m_keys.byId(caller);
    if (!key)
        return {};
    if (auto problem = m_quotas.admit(*key, headers))
        return problem;
    const QDateTime now = m_clock.nowUtc();
    QDateTime &reported = m_reported[caller];
    if (m_reports.used && (!reported.isValid() || reported.secsTo(now) >= reportEvery)) {
        reported = now;
        m_reports.used(caller);
    }
    return {};
}

bool Admission::isRestricted(const QByteArray &caller) const
{
    const core::ClientKey *key = m_keys.byId(caller);
    return key && !key->models.isEmpty();
}

std::optional<Problem> Admission::mayUse(const QByteArray &caller, const QString &model) const
{
    if (caller.isEmpty() || caller == keyless)
        return {};
    const core::ClientKey *key = m_keys.byId(caller);
    if (!key || key->isRevoked())
        return refusals::keyWrong();
    if (!key->mayUse(model))
        return refusals::modelNotAllowed(model);
    return {};
}

bool Admission::refuses(core::http::Exchange &exchange, const QString &model,
                        ProblemBody problems) const
{
    const auto problem = mayUse(exchange.caller(), model);
    if (problem)
        exchange.send(respond(*problem, problems));
    return problem.has_value();
}

void Admission::spend(const QByteArray &caller, qint64 tokens)
{
    if (caller.isEmpty() || tokens <= 0)
        return;
    m_quotas.spend(caller, tokens);
    if (m_reports.spent)
        m_reports.spent(caller, tokens);
}

} // namespace gateway::access
