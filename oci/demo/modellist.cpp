// SPDX-License-Identifier: MIT
#include "oci/demo/modellist.h"

#include "core/json/json.h"
#include "oci/demo/demomodel.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using boost::json::object;
using core::http::Response;

namespace oci::demo {

namespace {

QByteArrayList values(const QUrlQuery &query, const QString &key)
{
    QByteArrayList out;
    const QStringList given = query.allQueryItemValues(key, QUrl::FullyDecoded);
    for (const QString &value : given)
        out += value.toUtf8();
    return out;
}

bool matches(const DemoModel &model, const QUrlQuery &query, QByteArrayView region)
{
    const QByteArrayList capabilities = values(query, u"capability"_s);
    const auto has = [&](const QByteArray &wanted) { return model.capabilities.contains(wanted); };
    if (!capabilities.isEmpty() && std::ranges::none_of(capabilities, has))
        return false;
    const auto differs = [&query](const QString &key, const QByteArray &actual) {
        const QByteArrayList wanted = values(query, key);
        return !wanted.isEmpty() && wanted.first() != actual;
    };
    return !differs(u"vendor"_s, model.vendor) && !differs(u"lifecycleState"_s, "ACTIVE") &&
           !differs(u"displayName"_s, model.name) && !differs(u"id"_s, modelOcid(model, region));
}

void sort(QList<DemoModel> &models, const QUrlQuery &query)
{
    const QByteArray by = values(query, u"sortBy"_s).value(0);
    if (by == "displayName")
        std::ranges::stable_sort(models, {}, &DemoModel::name);
    else if (by == "timeCreated")
        std::ranges::stable_sort(models, {}, &DemoModel::createdDays);
    if (values(query, u"sortOrder"_s).value(0) == "DESC")
        std::ranges::reverse(models);
}

Refusal invalidParameter(const QString &message)
{
    return {.status = 400, .code = "InvalidParameter", .message = message};
}

constexpr QByteArrayView tokenPrefix("demo+page/"); // its signs must be encoded in a query

} // namespace

Judged<Response> listModels(const Route &route, QByteArrayView region, const QDateTime &now)
{
    QList<DemoModel> models;
    std::ranges::copy_if(demoModels(), std::back_inserter(models), [&](const DemoModel &model) {
        return matches(model, route.query, region);
    });
    sort(models, route.query);

    qsizetype limit = 1000;
    if (const QByteArray text = values(route.query, u"limit"_s).value(0); !text.isNull()) {
        bool number = false;
        limit = text.toInt(&number);
        if (!number || limit < 1 || limit > 1000)
            return std::unexpected(invalidParameter(u"limit must be from 1 to 1000"_s));
    }
    qsizetype from = 0;
    if (const QByteArray token = values(route.query, u"page"_s).value(0); !token.isEmpty()) {
        bool number = token.startsWith(tokenPrefix);
        from = number ? token.sliced(tokenPrefix.size()).toInt(&number) : 0;
        if (!number || from < 1 || from >= models.size())
            return std::unexpected(invalidParameter(u"page is no token of this list"_s));
    }

    const qsizetype end = std::min(from + limit, models.size());
    boost::json::array items;
    for (qsizetype i = from; i < end; ++i)
        items.push_back(modelSummary(models[i], region, now));
    Response response{.body = core::json::serialize(object{{"items", std::move(items)}})};
    if (end < models.size()) {
        response.headers.append(
                {"opc-next-page", tokenPrefix.toByteArray() + QByteArray::number(end)});
    }
    return response;
}

Judged<Response> getModel(const Route &route, QByteArrayView region, const QDateTime &now)
{
    const DemoModel *model = findModel(route.name, region);
    if (!model || model->name == route.name) // by OCID only
        return std::unexpected(notAuthorizedOrNotFound());
    object json = modelSummary(*model, region, now);
    json["timeUpdated"] = json["timeCreated"];
    json["description"] = "A simulated model of the demo service";
    return Response{.body = core::json::serialize(json)};
}

} // namespace oci::demo
