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
    array all;
    for (const DemoModel &model : demoModels()) {
        if (!wanted.isNull() && model.name != wanted)
            continue;
        array servingModes{"ON_DEMAND", "DEDICATED"};
        object place{{"realm", "oc1"}, {"region", home}, {"servingModes", servingModes}};
        if (model.deprecatedDays)
            place["timeDeprecated"] = daysAgo(now, *model.deprecatedDays);
        all.push_back(object{
                {"modelId", text(model.name)},
                {"vendor", text(model.vendor)},
                {"capabilities", texts(model.capabilities)},
                {"apiCapability", model.openAi ? array{"OPENAI_V1_CHAT_COMPLETIONS"} : array()},
                {"modalitySupport",
                 array{object{{"input", array{"TEXT"}}, {"output", array{"TEXT"}}}}},
                {"modelAccess", "HOSTED"},
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
    profile["modelRoutingPolicy"] = object{{"allowedModels", array{"meta.llama-3.3-70b-instruct"}}};
    return {std::move(profile)};
}

} // namespace oci::demo
