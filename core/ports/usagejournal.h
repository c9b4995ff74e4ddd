// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"

#include <QDate>
#include <QFuture>
#include <QList>
#include <QString>

#include <optional>

namespace core {

//! What was used; sums of it, too.
struct UsageAmount {
    qint64 requests = 0;
    qint64 failed = 0; //!< of the requests
    qint64 tokensIn = 0;
    qint64 tokensOut = 0;
    qint64 tokensCached = 0;    //!< of those in
    qint64 tokensReasoning = 0; //!< of those out

    UsageAmount &operator+=(const UsageAmount &other)
    {
        requests += other.requests;
        failed += other.failed;
        tokensIn += other.tokensIn;
        tokensOut += other.tokensOut;
        tokensCached += other.tokensCached;
        tokensReasoning += other.tokensReasoning;
        return *this;
    }
    bool operator==(const UsageAmount &) const = default;
};

//! Who used which model of whom on which day.
struct UsageKey {
    QDate day;      //!< UTC
    QString caller; //!< id of the key; empty: nobody was asked for one
    QString model;  //!< as it was called
    QString target; //!< who answered; empty: not known

    auto operator<=>(const UsageKey &) const = default;
    bool operator==(const UsageKey &) const = default;
};

struct UsageCost {
    double amount = 0;
    QString currency;

    bool operator==(const UsageCost &) const = default;
};

struct UsageRow {
    UsageKey key;
    UsageAmount amount;
    std::optional<UsageCost> cost; //!< an estimate; not set where no price is known

    bool operator==(const UsageRow &) const = default;
};

//! Keeps what was used, day by day. Safe to use from any thread.
class UsageJournal
{
public:
    virtual ~UsageJournal() = default;

    //! At once, without waiting for a disk.
    virtual void add(const UsageKey &key, const UsageAmount &amount) = 0;
    //! Both days included, what was added last as well; the newest day first.
    virtual QFuture<Result<QList<UsageRow>>> rows(const QDate &from, const QDate &to) = 0;
};

} // namespace core
