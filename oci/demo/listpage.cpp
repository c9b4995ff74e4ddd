// SPDX-License-Identifier: MIT
#include "oci/demo/listpage.h"

#include "core/json/json.h"

#include <boost/json/object.hpp>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::http::Response;

namespace oci::demo {

namespace {

constexpr QByteArrayView tokenPrefix("demo+page/"); // its signs must be encoded in a query

Refusal invalidParameter(const QString &message)
{
    return {.status = 400, .code = "InvalidParameter", .message = message};
}

} // namespace

QByteArray queryValue(const QUrlQuery &query, const QString &key)
{
    const QStringList given = query.allQueryItemValues(key, QUrl::FullyDecoded);
    return given.isEmpty() ? QByteArray() : given.first().toUtf8();
}

Judged<Response> listPage(const boost::json::array &all, const QUrlQuery &query, ListShape shape)
{
    const auto count = qsizetype(all.size());
    qsizetype limit = 1000;
    if (const QByteArray text = queryValue(query, u"limit"_s); !text.isNull()) {
        bool number = false;
        limit = text.toInt(&number);
        if (!number || limit < 1 || limit > 1000)
            return std::unexpected(invalidParameter(u"limit must be from 1 to 1000"_s));
    }
    qsizetype from = 0;
    if (const QByteArray token = queryValue(query, u"page"_s); !token.isEmpty()) {
        bool number = token.startsWith(tokenPrefix);
        from = number ? token.sliced(tokenPrefix.size()).toInt(&number) : 0;
        if (!number || from < 1 || from >= count)
            return std::unexpected(invalidParameter(u"page is no token of this list"_s));
    }

    const qsizetype end = std::min(from + limit, count);
    boost::json::array items;
    for (qsizetype i = from; i < end; ++i)
        items.push_back(all[std::size_t(i)]);
    Response response;
    if (shape == ListShape::Items)
        response.body = core::json::serialize(boost::json::object{{"items", std::move(items)}});
    else
        response.body = core::json::serialize(boost::json::value(std::move(items)));
    if (end < count) {
        response.headers.append(
                {"opc-next-page", tokenPrefix.toByteArray() + QByteArray::number(end)});
    }
    return response;
}

void sortItems(boost::json::array &items, const QUrlQuery &query)
{
    const QByteArray by = queryValue(query, u"sortBy"_s);
    if (by == "displayName" || by == "timeCreated" || by == "lifecycleState") {
        std::ranges::stable_sort(items, {}, [&by](const boost::json::value &item) {
            return core::json::textAt(item.get_object(), by.constData());
        });
    }
    if (queryValue(query, u"sortOrder"_s) == "DESC")
        std::ranges::reverse(items);
}

} // namespace oci::demo
