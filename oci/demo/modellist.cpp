// SPDX-License-Identifier: MIT
#include "oci/demo/modellist.h"

#include "core/json/json.h"
#include "oci/demo/demomodel.h"
#include "oci/demo/demoresources.h"
#include "oci/demo/listpage.h"
#include "oci/demo/resourcelist.h"

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

} // namespace

Judged<Response> listModels(const Route &route, QByteArrayView region, const QDateTime &now)
{
    QList<DemoModel> models;
    std::ranges::copy_if(demoModels(), std::back_inserter(models), [&](const DemoModel &model) {
        return matches(model, route.query, region);
    });
    sort(models, route.query);

    boost::json::array all;
    for (const DemoModel &model : std::as_const(models))
        all.push_back(modelSummary(model, region, now));
    // The customer's own stand behind Oracle's, in the compartment that they belong to.
    for (auto &custom : customModels(queryValue(route.query, u"compartmentId"_s), region, now))
        all.push_back(std::move(custom));
    return listPage(all, route.query, ListShape::Items);
}

Judged<Response> getModel(const Route &route, QByteArrayView region, const QDateTime &now)
{
    for (const DemoOwnModel &own : demoOwnModels()) {
        if (own.imported || own.id() != route.name || own.region != region)
            continue;
        for (const auto &custom : customModels(own.compartment, region, now)) {
            if (core::json::textAt(custom.get_object(), "id").toUtf8() == route.name)
                return Response{.body = core::json::serialize(custom)};
        }
    }
    const DemoModel *model = findModel(route.name, region);
    if (!model || model->name == route.name) // by OCID only
        return std::unexpected(notAuthorizedOrNotFound());
    object json = modelSummary(*model, region, now);
    json["timeUpdated"] = json["timeCreated"];
    json["description"] = "A simulated model of the demo service";
    return Response{.body = core::json::serialize(json)};
}

} // namespace oci::demo
