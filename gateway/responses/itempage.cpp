// SPDX-License-Identifier: MIT
#include "gateway/responses/itempage.h"

#include "core/json/json.h"
#include "gateway/fields/fields.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using boost::json::value;

namespace gateway::responses {

namespace {

constexpr qsizetype usual = 20;
constexpr qsizetype most = 100;

QString idOf(const value &item)
{
    return item.is_object() ? core::json::textAt(item.get_object(), "id") : QString();
}

value idOrNull(const array &page, bool first)
{
    if (page.empty())
        return nullptr;
    return core::json::string(idOf(first ? page.front() : page.back()));
}

} // namespace

core::Result<QByteArray> itemPage(const QByteArray &items, const QUrlQuery &query)
{
    bool isNumber = true;
    const QString wanted = query.queryItemValue(u"limit"_s);
    const qlonglong limit = wanted.isEmpty() ? usual : wanted.toLongLong(&isNumber);
    if (!isNumber || limit < 1 || limit > most)
        return fields::invalid(u"limit"_s, u"Must be between 1 and %1"_s.arg(most));
    const QString order = query.queryItemValue(u"order"_s);
    if (!order.isEmpty() && order != "asc"_L1 && order != "desc"_L1)
        return fields::invalid(u"order"_s, u"Must be asc or desc"_s);

    auto read = core::json::parse(items);
    array all = read && read->is_array() ? std::move(read->get_array()) : array();
    if (order != "asc"_L1)
        std::ranges::reverse(all);
    auto from = all.begin();
    if (const QString after = query.queryItemValue(u"after"_s, QUrl::FullyDecoded);
        !after.isEmpty()) {
        from = std::ranges::find(all, after, idOf);
        if (from == all.end())
            return fields::invalid(u"after"_s, u"There is no item of this id"_s);
        ++from;
    }
    const auto to = from + std::min<qlonglong>(limit, all.end() - from);
    const array page(from, to);
    return core::json::serialize(object{{"object", "list"},
                                        {"data", page},
                                        {"first_id", idOrNull(page, true)},
                                        {"last_id", idOrNull(page, false)},
                                        {"has_more", to != all.end()}});
}

} // namespace gateway::responses
