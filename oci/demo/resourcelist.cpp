// SPDX-License-Identifier: MIT
#include "oci/demo/resourcelist.h"

#include "core/json/json.h"
#include "oci/demo/demoresources.h"
#include "oci/demo/listpage.h"
#include "oci/demo/moreresources.h"

#include <QTimeZone>

#include <algorithm>

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using core::http::Response;

namespace oci::demo {

namespace {

boost::json::string text(QByteArrayView bytes)
{
    return core::json::string(bytes);
}

boost::json::string daysAgo(const QDateTime &now, int days)
{
    return text(wireTime(now.toUTC().date().addDays(days).startOfDay(QTimeZone::UTC)));
}

//! What all of them have.
object resource(const QByteArray &id, const QByteArray &name, const QByteArray &compartment,
                const QByteArray &state, const boost::json::string &created)
{
    object json{{"id", text(id)},           {"compartmentId", text(compartment)},
                {"timeCreated", created},   {"lifecycleState", text(state)},
                {"freeformTags", object()}, {"definedTags", object()}};
    if (!name.isEmpty())
        json["displayName"] = text(name);
    return json;
}

QByteArray modelIdOf(const DemoEndpoint &endpoint)
{
    const auto own = std::ranges::find(demoOwnModels(), endpoint.model, &DemoOwnModel::name);
    return own == demoOwnModels().end() ? modelOcid(endpoint.baseModel(), endpoint.region())
                                        : own->id();
}

bool passes(const object &json, const QUrlQuery &query)
{
    for (const char *key : {"lifecycleState", "displayName", "name", "id"}) {
        const QByteArray wanted = queryValue(query, QString::fromLatin1(key));
        if (!wanted.isNull() && core::json::textAt(json, key).toUtf8() != wanted)
            return false;
    }
    return true;
}

//! Those that the query asks for, in its order.
array fitting(const array &all, const QUrlQuery &query)
{
    array out;
    for (const auto &item : all) {
        if (passes(item.get_object(), query))
            out.push_back(item);
    }
    sortItems(out, query);
    return out;
}

array endpoints(QByteArrayView compartment, QByteArrayView region, const QDateTime &now)
{
    array all;
    for (const DemoEndpoint &each : demoEndpoints()) {
        if (each.compartment != compartment || each.region() != region)
            continue;
        object json = resource(each.id(), each.name, each.compartment, each.state,
                               daysAgo(now, each.createdDays));
        const auto cluster = std::ranges::find(demoClusters(), each.cluster, &DemoCluster::name);
        json["modelId"] = text(modelIdOf(each));
        json["dedicatedAiClusterId"] = text(cluster->id());
        all.push_back(std::move(json));
    }
    return all;
}

array clusters(QByteArrayView compartment, QByteArrayView region, const QDateTime &now)
{
    array all;
    for (const DemoCluster &each : demoClusters()) {
        if (each.compartment != compartment || each.region != region)
            continue;
        object json =
                resource(each.id(), each.name, each.compartment, each.state, daysAgo(now, -90));
        json["type"] = text(each.type);
        json["unitCount"] = each.unitCount;
        json["unitShape"] = text(each.unitShape);
        const auto used = std::ranges::count(demoEndpoints(), each.name, &DemoEndpoint::cluster);
        if (each.type == "HOSTING") {
            json["capacity"] = object{{"capacityType", "HOSTING_CAPACITY"},
                                      {"totalEndpointCapacity", 50},
                                      {"usedEndpointCapacity", used}};
        }
        all.push_back(std::move(json));
    }
    return all;
}

array ownModels(bool imported, QByteArrayView compartment, QByteArrayView region,
                const QDateTime &now)
{
    array all;
    for (const DemoOwnModel &each : demoOwnModels()) {
        if (each.imported != imported || each.compartment != compartment || each.region != region)
            continue;
        object json = resource(each.id(), each.name, each.compartment, "ACTIVE", daysAgo(now, -45));
        json["version"] = "1.0";
        if (imported) {
            json["vendor"] = "qwen";
            json["capabilities"] = array{"TEXT_TO_TEXT"};
            json["dataSource"] = object{{"sourceType", "HUGGING_FACE_MODEL"},
                                        {"modelId", "demo/imported-qwen3"}};
        } else {
            const DemoModel *base = findModel(each.base, region);
            json["vendor"] = text(base->vendor);
            json["type"] = "CUSTOM";
            json["capabilities"] = array{"CHAT"};
            json["baseModelId"] = text(modelOcid(*base, region));
        }
        all.push_back(std::move(json));
    }
    return all;
}

array compartments(QByteArrayView root, bool subtree, const QUrlQuery &query, const QDateTime &now)
{
    array all;
    for (const DemoCompartment &each : demoCompartments()) {
        // Whatever tenancy asks is the one that they belong to.
        const bool top = each.parent.isEmpty() && root.startsWith("ocid1.tenancy.");
        const QByteArray parent = top ? root.toByteArray() : each.parent;
        if (!subtree && parent != root)
            continue;
        object json = resource(each.id, {}, parent, "ACTIVE", daysAgo(now, -365));
        json["name"] = text(each.name);
        json["description"] = "A simulated compartment of the demo service";
        json["isAccessible"] = true;
        if (passes(json, query))
            all.push_back(std::move(json));
    }
    return all;
}

array subscriptions()
{
    const auto region = [](const char *key, const char *name, bool ready, bool home) {
        return object{{"regionKey", key},
                      {"regionName", name},
                      {"status", ready ? "READY" : "IN_PROGRESS"},
                      {"isHomeRegion", home}};
    };
    return {region("ORD", "us-chicago-1", true, true), region("FRA", "eu-frankfurt-1", true, false),
            region("KIX", "ap-osaka-1", false, false)};
}

} // namespace

array customModels(QByteArrayView compartment, QByteArrayView region, const QDateTime &now)
{
    return ownModels(false, compartment, region, now);
}

Judged<Response> getEndpoint(const Route &route, QByteArrayView region, const DemoAccount &account,
                             const QDateTime &now)
{
    const DemoEndpoint *endpoint = findEndpoint(route.name, region);
    if (!endpoint || !account.permits(endpoint->compartment))
        return std::unexpected(notAuthorizedOrNotFound());
    for (const auto &each : endpoints(endpoint->compartment, region, now)) {
        if (core::json::textAt(each.get_object(), "id").toUtf8() == route.name)
            return Response{.body = core::json::serialize(each)};
    }
    return std::unexpected(notAuthorizedOrNotFound());
}

Judged<Response> listResources(const Route &route, QByteArrayView region,
                               const DemoAccount &account, const QDateTime &now)
{
    if (route.operation == Operation::RegionSubscriptions) {
        if (!route.name.startsWith("ocid1.tenancy.") || !account.permits(route.name))
            return std::unexpected(notAuthorizedOrNotFound());
        return Response{.body = core::json::serialize(boost::json::value(subscriptions()))};
    }
    const QByteArray place = queryValue(route.query, u"compartmentId"_s);
    if (place.isEmpty()) {
        return std::unexpected(
                Refusal{.code = "MissingParameter", .message = u"Missing compartmentId"_s});
    }
    if (!account.permits(place))
        return std::unexpected(notAuthorizedOrNotFound());
    if (route.operation == Operation::ListCompartments) {
        const bool subtree = queryValue(route.query, u"compartmentIdInSubtree"_s) == "true";
        if (subtree && !place.startsWith("ocid1.tenancy.")) {
            return std::unexpected(
                    Refusal{.code = "InvalidParameter",
                            .message = u"compartmentIdInSubtree needs the tenancy"_s});
        }
        return listPage(compartments(place, subtree, route.query, now), route.query,
                        ListShape::Array);
    }
    if (isMore(route.operation)) {
        return listPage(fitting(moreResources(route, place, region, now), route.query), route.query,
                        route.operation == Operation::ListDeployments ? ListShape::Array
                                                                      : ListShape::Items);
    }
    const array all = route.operation == Operation::ListEndpoints ? endpoints(place, region, now)
                      : route.operation == Operation::ListClusters
                              ? clusters(place, region, now)
                              : ownModels(true, place, region, now);
    return listPage(fitting(all, route.query), route.query, ListShape::Items);
}

} // namespace oci::demo
