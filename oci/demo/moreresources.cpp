// SPDX-License-Identifier: MIT
#include "oci/demo/moreresources.h"

#include "core/json/json.h"
#include "oci/demo/demoaccount.h"
#include "oci/demo/demodeployments.h"
#include "oci/demo/demomodel.h"
#include "oci/demo/listpage.h"

#include <QTimeZone>

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;

namespace oci::demo {

namespace {

constexpr auto home = "us-chicago-1";
constexpr auto routedName = "meta.llama-3.3-70b-instruct";

boost::json::string text(QByteArrayView bytes)
{
    return core::json::string(bytes);
}

boost::json::string daysAgo(const QDateTime &now, int days)
{
    return text(wireTime(now.toUTC().date().addDays(days).startOfDay(QTimeZone::UTC)));
}

object resource(const char *kind, const char *name, const QDateTime &now)
{
    return {{"id", text(QByteArray("ocid1.") + kind + ".oc1." + home + ".demo" + name)},
            {"displayName", name},
            {"description", "Simulated by the demo service"},
            {"compartmentId", text(DemoAccount::compartment())},
            {"timeCreated", daysAgo(now, -30)},
            {"lifecycleState", "ACTIVE"}};
}

array texts(const QByteArrayList &words)
{
    array all;
    for (const QByteArray &word : words)
        all.push_back(text(word));
    return all;
}

array catalogue(const Route &route, const QDateTime &now)
{
    const QByteArray wanted = queryValue(route.query, u"modelId"_s);
    const QStringList regions = route.query.allQueryItemValues(u"region"_s, QUrl::FullyDecoded);
    array all;
    if (!regions.isEmpty() && !regions.contains(QLatin1StringView(home)))
        return all;
    for (const DemoModel &model : demoModels()) {
        if (!wanted.isNull() && model.name != wanted)
            continue;
        array servingModes{"DEDICATED"};
        if (isOnDemand(model))
            servingModes.push_back("ON_DEMAND");
        object place{{"realm", "oc1"}, {"region", home}, {"servingModes", servingModes}};
        if (model.deprecatedDays)
            place["timeDeprecated"] = daysAgo(now, *model.deprecatedDays);
        if (model.retiredDays)
            place["timeOnDemandRetired"] = daysAgo(now, *model.retiredDays);
        array input{"TEXT"};
        if (model.vision)
            input.push_back("IMAGE");
        const bool isProxied = model.vendor == "google";
        all.push_back(object{
                {"modelId", text(model.name)},
                {"vendor", text(model.vendor)},
                {"capabilities", texts(model.capabilities)},
                {"apiCapability", model.openAi ? array{"OPENAI_V1_CHAT_COMPLETIONS"} : array()},
                {"modalitySupport",
                 array{object{{"input", std::move(input)}, {"output", array{"TEXT"}}}}},
                {"modelAccess", isProxied ? "PROXY" : "HOSTED"},
                {"parameters", array{object{{"name", "temperature"},
                                            {"type", "float"},
                                            {"minimum", 0},
                                            {"maximum", 2},
                                            {"defaultValue", "1"}}}},
                {"availability", array{std::move(place)}}});
    }
    return all;
}

} // namespace

QByteArray routedModel(QByteArrayView profileId, QByteArrayView region)
{
    const QByteArray own =
            QByteArray("ocid1.generativeairoutingprofile.oc1.") + home + ".demollama-anywhere";
    return profileId == own && region == home ? QByteArray(routedName) : QByteArray();
}

bool isMore(Operation operation)
{
    return operation == Operation::DiscoverModels || operation == Operation::ListProjects ||
           operation == Operation::ListRoutingProfiles || operation == Operation::ListDeployments;
}

array moreResources(const Route &route, QByteArrayView compartment, QByteArrayView region,
                    const QDateTime &now)
{
    // The catalogue tells of all regions, and to anybody.
    if (route.operation == Operation::DiscoverModels)
        return catalogue(route, now);
    if (compartment != DemoAccount::compartment() || region != home)
        return {};
    if (route.operation == Operation::ListDeployments)
        return deploymentList(now);
    if (route.operation == Operation::ListProjects)
        return {resource("generativeaiproject", "assistants", now)};
    object profile = resource("generativeairoutingprofile", "llama-anywhere", now);
    profile["regionRoutingPolicy"] =
            object{{"allowedRegions", array{"us-chicago-1", "eu-frankfurt-1"}}};
    profile["modelRoutingPolicy"] = object{{"allowedModels", array{routedName}}};
    return {std::move(profile)};
}

} // namespace oci::demo
