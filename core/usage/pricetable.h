// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/usagejournal.h"
#include "core/result.h"

#include <QByteArrayView>
#include <QDate>
#include <QList>
#include <QString>

#include <optional>

namespace core {

//! What tokens cost, by model and day, as a person has written it down. Estimates: what OCI bills
//! is another matter.
class PriceTable
{
public:
    struct Price {
        QString model;    //!< a name as it is called, in which `*` stands for any text
        QDate from;       //!< the first day (UTC) that it counts; invalid: always
        double input = 0; //!< of a million tokens, as are the others
        double output = 0;
        std::optional<double> cached; //!< of the input; not set: as any input

        bool operator==(const Price &) const = default;
    };

    //! Knows no price.
    PriceTable() = default;
    //! `{"currency":"USD","prices":[{"model":"vendor.*","from":"2026-01-31","input":1.5,
    //! "output":6,"cached":0.4}]}`. An unknown member, a missing or negative price is an
    //! InvalidRequest that names it.
    [[nodiscard]] static Result<PriceTable> read(QByteArrayView json);

    //! Of the price for the model whose name fits best (without `*` before with, the longer before
    //! the shorter) and that began last. Nothing where there is none.
    [[nodiscard]] std::optional<UsageCost> costOf(const QString &model, const QDate &day,
                                                  const UsageAmount &amount) const;
    [[nodiscard]] bool isEmpty() const { return m_prices.isEmpty(); }

private:
    [[nodiscard]] const Price *priceOf(const QString &model, const QDate &day) const;

    QString m_currency;
    QList<Price> m_prices;
};

} // namespace core
