// SPDX-License-Identifier: MIT
#pragma once

#include "core/access/clientkey.h"
#include "core/ports/clock.h"
#include "core/ports/exchange.h"
#include "gateway/problems/problem.h"

#include <QDate>
#include <QHash>

#include <optional>

namespace gateway::access {

//! How much each key has used of what it may: requests by a bucket that fills evenly over a
//! minute, tokens by UTC days.
class Quotas
{
public:
    //! The clock outlives the quotas.
    explicit Quotas(const core::Clock &clock) : m_clock(clock) { }

    //! Counts a request, or says why it must wait. `headers` gets what OpenAI's clients read
    //! (`x-ratelimit-…`), for the answer whatever it is.
    [[nodiscard]] std::optional<Problem> admit(const core::ClientKey &key,
                                               core::http::Headers &headers);
    //! Counts tokens of an answer, input and output together. They may exceed the bound: what an
    //! answer takes is known at its end only.
    void spend(const QByteArray &caller, qint64 tokens);
    [[nodiscard]] qint64 spentToday(const QByteArray &caller) const;

private:
    struct Bucket {
        double level = 0;
        QDateTime asOf;
    };
    struct Day {
        QDate day; //!< UTC
        qint64 tokens = 0;
    };

    [[nodiscard]] std::optional<Problem> takeRequest(const core::ClientKey &key,
                                                     core::http::Headers &headers);
    [[nodiscard]] std::optional<Problem> judgeTokens(const core::ClientKey &key,
                                                     core::http::Headers &headers) const;

    const core::Clock &m_clock;
    QHash<QByteArray, Bucket> m_requests;
    QHash<QByteArray, Day> m_tokens;
};

//! A length of time as OpenAI's `x-ratelimit-reset-…` has it: "20ms", "1.5s", "6m0s", "2h0m0s".
[[nodiscard]] QByteArray resetText(std::chrono::milliseconds time);

} // namespace gateway::access
