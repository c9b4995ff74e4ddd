// SPDX-License-Identifier: MIT
#include "oci/demo/responsesstore.h"

#include "core/json/json.h"
#include "oci/demo/responsesrequest.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using boost::json::value;

namespace oci::demo {

namespace {

constexpr int usualLimit = 20;
constexpr int mostItems = 100;

Judged<object> listed(const array &items, const QUrlQuery &query)
{
    bool isNumber = true;
    const QString wanted = query.queryItemValue(u"limit"_s);
    const int limit = wanted.isEmpty() ? usualLimit : wanted.toInt(&isNumber);
    if (!isNumber || limit < 1 || limit > mostItems)
        return std::unexpected(badFormat(u"limit"_s, u"must be from 1 to %1"_s.arg(mostItems)));

    array all = items; // the newest first, unless asked otherwise
    if (query.queryItemValue(u"order"_s) != "asc"_L1)
        std::ranges::reverse(all);
    const QString after = query.queryItemValue(u"after"_s);
    const auto idAt = [&all](std::size_t i) {
        return core::json::textAt(all[i].get_object(), "id");
    };
    std::size_t first = 0;
    while (!after.isEmpty() && first < all.size() && idAt(first) != after)
        ++first;
    first += after.isEmpty() || first == all.size() ? 0 : 1;

    array page;
    for (std::size_t i = first; i < all.size() && page.size() < std::size_t(limit); ++i)
        page.push_back(all[i]);
    const bool hasMore = first + page.size() < all.size();
    return object{{"object", "list"},
                  {"first_id", page.empty() ? value(nullptr) : page.front().at("id")},
                  {"last_id", page.empty() ? value(nullptr) : page.back().at("id")},
                  {"has_more", hasMore},
                  {"data", std::move(page)}};
}

} // namespace

void ResponsesStore::keep(const ResponsesCall &call, const QByteArray &response)
{
    const auto json = core::json::parseObject(response);
    if (!call.store || !json)
        return;
    if (m_kept.size() == most)
        m_kept.pop_front();
    m_kept.push_back({.id = core::json::textAt(*json, "id").toUtf8(),
                      .response = *json,
                      .inputItems = call.inputItems,
                      .background = call.background});
}

bool ResponsesStore::has(const QByteArray &id) const
{
    return std::ranges::contains(m_kept, id, &KeptResponse::id);
}

Judged<object> ResponsesStore::answer(const Route &route)
{
    const auto found = std::ranges::find(m_kept, route.name, &KeptResponse::id);
    if (found == m_kept.end()) {
        return std::unexpected(Refusal{.status = 404,
                                       .code = "404",
                                       .message = u"Response with id '%1' not found."_s.arg(
                                               QString::fromUtf8(route.name.left(100))),
                                       .type = "invalid_request_error"});
    }
    if (route.operation == Operation::ListInputItems)
        return listed(found->inputItems, route.query);
    if (route.operation == Operation::DeleteResponse) {
        m_kept.erase(found);
        return object{{"id", core::json::string(QByteArrayView(route.name))},
                      {"object", "response.deleted"},
                      {"deleted", true}};
    }
    if (route.operation == Operation::CancelResponse) {
        if (!found->background) {
            return std::unexpected(Refusal{
                    .message = u"Only responses created with background=true can be cancelled."_s,
                    .type = "invalid_request_error"});
        }
        found->response["status"] = "cancelled";
        found->response["output"] = array();
    }
    return found->response;
}

void readResponsePath(QByteArrayView rest, const QByteArray &method, Route &route)
{
    const qsizetype slash = rest.indexOf('/');
    const QByteArrayView id = slash < 0 ? rest : rest.first(slash);
    const QByteArrayView what = slash < 0 ? QByteArrayView() : rest.sliced(slash + 1);
    route.name = QByteArray::fromPercentEncoding(id.toByteArray());
    if (slash < 0) {
        route.operation = method == "DELETE" ? Operation::DeleteResponse : Operation::GetResponse;
        route.methodAllowed = method == "GET" || method == "DELETE";
    } else if (what == "cancel") {
        route.operation = Operation::CancelResponse;
        route.methodAllowed = method == "POST";
    } else if (what == "input_items") {
        route.operation = Operation::ListInputItems;
        route.methodAllowed = method == "GET";
    }
}

} // namespace oci::demo
