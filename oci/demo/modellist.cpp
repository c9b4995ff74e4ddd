// SPDX-License-Identifier: MIT
#include "oci/demo/modellist.h"

#include "core/json/json.h"
#include "oci/demo/demomodel.h"
#include "oci/demo/demoresources.h"
#include "oci/demo/listpage.h"
#include "oci/demo/resourcelist.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using core::http::Response;

namespace oci::demo {

namespace {

bool hasOneOf(const object &model, const QStringList &capabilities)
{
    const auto *own = core::json::arrayAt(model, "capabilities");
    return own && std::ranges::any_of(*own, [&](const boost::json::value &each) {
               return capabilities.contains(core::json::text(each.get_string()));
           });
}

bool matches(const object &model, const QUrlQuery &query)
{
    const QStringList capabilities = query.allQueryItemValues(u"capability"_s, QUrl::FullyDecoded);
    if (!capabilities.isEmpty() && !hasOneOf(model, capabilities))
        return false;
    return std::ranges::all_of(
            std::array{"vendor", "lifecycleState", "displayName", "id"}, [&](const char *key) {
                const QByteArray wanted = queryValue(query, QString::fromLatin1(key));
                return wanted.isNull() || core::json::textAt(model, key).toUtf8() == wanted;
            });
}

} // namespace

Judged<Response> listModels(const Route &route, QByteArrayView region, const DemoAccount &account,
                            const QDateTime &now)
{
    const QByteArray compartment = queryValue(route.query, u"compartmentId"_s);
    if (compartment.isEmpty()) {
        return std::unexpected(
                Refusal{.code = "MissingParameter", .message = u"Missing compartmentId"_s});
    }
    if (!account.permits(compartment))
        return std::unexpected(notAuthorizedOrNotFound());
    array all;
    const auto add = [&](object model) {
        if (matches(model, route.query))
            all.push_back(std::move(model));
    };
    for (const DemoModel &model : demoModels())
        add(modelSummary(model, region, now));
    // The customer's own stand behind Oracle's, in the compartment that they belong to.
    for (auto &custom : customModels(compartment, region, now))
        add(std::move(custom.get_object()));
    sortItems(all, route.query);
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
