// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/access/keyring.h"
#include "gateway/access/quotas.h"

#include <functional>

namespace gateway::access {

//! What each caller may do: which keys are good, how much they may use and of which models. One
//! for the whole gateway; keys are replaced at run time.
class Admission
{
public:
    //! As whom requests count that come in where no key is asked for.
    static constexpr QByteArrayView keyless = "ollama";

    //! What those who keep the books want to know. Each may be empty.
    struct Reports {
        std::function<void(const QByteArray &caller)> used; //!< at most once a minute for each
        std::function<void(const QByteArray &caller, qint64 tokens)> spent;
    };

    //! The clock outlives it.
    explicit Admission(const core::Clock &clock, QList<core::ClientKey> keys = {});

    void setReports(Reports reports) { m_reports = std::move(reports); }
    //! From the next request on, also of connections that stand. What was used still counts.
    void setKeys(QList<core::ClientKey> keys) { m_keys = Keyring(std::move(keys)); }

    [[nodiscard]] Keyring::Answer identify(const core::http::Headers &headers,
                                           QByteArray &caller) const
    {
        return m_keys.check(headers, caller);
    }
    //! Whether the caller's bounds leave room for one more request; counts it. Once for each.
    [[nodiscard]] std::optional<Problem> admit(const QByteArray &caller,
                                               core::http::Headers &headers);

    //! Whether some models are closed to the caller.
    [[nodiscard]] bool isRestricted(const QByteArray &caller) const;
    //! Whether the caller may use this model, by the name that it calls: 403 "model_not_allowed".
    //! A key that was revoked since the request was let in is a 401.
    [[nodiscard]] std::optional<Problem> mayUse(const QByteArray &caller,
                                                const QString &model) const;
    //! Answers the exchange where the caller may not use the model. Every handler asks this as
    //! soon as it knows the model, before anything is sent upstream.
    [[nodiscard]] bool refuses(core::http::Exchange &exchange, const QString &model,
                               ProblemBody problems) const;

    //! To be called once for each answer, with all its tokens.
    void spend(const QByteArray &caller, qint64 tokens);
    //! What was spent elsewhere or before this run; not reported.
    void addSpent(const QByteArray &caller, qint64 tokens) { m_quotas.spend(caller, tokens); }
    [[nodiscard]] qint64 spentToday(const QByteArray &caller) const
    {
        return m_quotas.spentToday(caller);
    }

private:
    const core::Clock &m_clock;
    Keyring m_keys;
    Quotas m_quotas;
    Reports m_reports;
    QHash<QByteArray, QDateTime> m_reported;
};

} // namespace gateway::access
