// SPDX-License-Identifier: MIT
#include "core/usage/pricetable.h"

#include "core/json/json.h"
#include "core/models/namepattern.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;
using boost::json::object;
using boost::json::value;

namespace core {

namespace {

std::unexpected<Error> wrong(const QString &what)
{
    return std::unexpected(Error{.code = ErrorCode::InvalidRequest, .message = what});
}

QString named(const object::value_type &member)
{
    return QString::fromUtf8(member.key().data(), qsizetype(member.key().size()));
}

Result<double> readAmount(const value &json, const QString &place)
{
    double amount = -1;
    if (json.is_number())
        amount = json.to_number<double>();
    if (!std::isfinite(amount) || amount < 0)
        return wrong(u"%1 must be a price of a million tokens, such as 1.5"_s.arg(place));
    return amount;
}

Result<PriceTable::Price> readPrice(const value &json, const QString &place)
{
    const object *fields = json.if_object();
    if (!fields)
        return wrong(u"%1 must be an object"_s.arg(place));
    PriceTable::Price price;
    bool hasInput = false;
    bool hasOutput = false;
    for (const auto &member : *fields) {
        const QString name = named(member);
        const QString here = u"%1: \"%2\""_s.arg(place, name);
        if (name == "model"_L1 || name == "from"_L1) {
            if (!member.value().is_string())
                return wrong(u"%1 must be a string"_s.arg(here));
            const QString text = json::text(member.value().get_string());
            if (name == "model"_L1) {
                price.model = text;
                continue;
            }
            price.from = QDate::fromString(text, Qt::ISODate);
            if (!price.from.isValid())
                return wrong(u"%1 must be a day such as 2026-01-31"_s.arg(here));
            continue;
        }
        if (name != "input"_L1 && name != "output"_L1 && name != "cached"_L1)
            return wrong(u"%1 is not known; there are model, from, input, output and cached"_s.arg(
                    here));
        const auto amount = readAmount(member.value(), here);
        if (!amount)
            return std::unexpected(amount.error());
        if (name == "input"_L1) {
            price.input = *amount;
            hasInput = true;
        } else if (name == "output"_L1) {
            price.output = *amount;
            hasOutput = true;
        } else {
            price.cached = *amount;
        }
    }
    if (price.model.isEmpty() || !hasInput || !hasOutput)
        return wrong(u"%1 needs \"model\", \"input\" and \"output\""_s.arg(place));
    return price;
}

bool isBetter(const PriceTable::Price &price, const PriceTable::Price &than)
{
    const bool isName = !isPattern(price.model);
    if (isName == isPattern(than.model))
        return isName;
    if (price.model.size() != than.model.size())
        return price.model.size() > than.model.size();
    return price.from.isValid() && (!than.from.isValid() || price.from > than.from);
}

//! The name without what tells where to ask for it.
QString bare(const QString &model)
{
    QString name = model;
    if (name.startsWith("oci:"_L1))
        name.remove(0, 4);
    return name.sliced(name.lastIndexOf(u'/') + 1);
}

} // namespace

Result<PriceTable> PriceTable::read(QByteArrayView bytes)
{
    const auto file = json::parseObject(bytes);
    if (!file)
        return std::unexpected(file.error());
    PriceTable table;
    for (const auto &member : *file) {
        const QString name = named(member);
        if (name == "currency"_L1 && member.value().is_string()) {
            table.m_currency = json::text(member.value().get_string());
        } else if (name == "prices"_L1 && member.value().is_array()) {
            for (const value &each : member.value().get_array()) {
                auto price = readPrice(each, u"prices[%1]"_s.arg(table.m_prices.size()));
                if (!price)
                    return std::unexpected(price.error());
                table.m_prices.append(*std::move(price));
            }
        } else {
            return wrong(u"\"%1\" is not known here; there are \"currency\" (a string) and "
                         "\"prices\" (an array)"_s.arg(name));
        }
    }
    if (!table.m_prices.isEmpty() && table.m_currency.isEmpty())
        return wrong(u"\"currency\" is missing, such as \"USD\""_s);
    return table;
}

const PriceTable::Price *PriceTable::priceOf(const QString &model, const QDate &day) const
{
    const QString name = bare(model);
    const Price *best = nullptr;
    for (const Price &price : m_prices) {
        const bool hasBegun = !price.from.isValid() || price.from <= day;
        if (hasBegun && (fitsPattern(price.model, model) || fitsPattern(price.model, name)) &&
            (!best || isBetter(price, *best)))
            best = &price;
    }
    return best;
}

std::optional<UsageCost> PriceTable::costOf(const QString &model, const QDate &day,
                                            const UsageAmount &amount) const
{
    const Price *price = priceOf(model, day);
    if (!price)
        return {};
    const qint64 cached = std::clamp<qint64>(amount.tokensCached, 0, amount.tokensIn);
    const double sum = double(amount.tokensIn - cached) * price->input +
                       double(cached) * price->cached.value_or(price->input) +
                       double(amount.tokensOut) * price->output;
    return UsageCost{.amount = sum / 1e6, .currency = m_currency};
}

} // namespace core
