// SPDX-License-Identifier: MIT
#include "oci/discovery/project.h"

#include "core/json/json.h"
#include "oci/config/ocid.h"
#include "oci/discovery/listitems.h"

using boost::json::object;
using core::json::textAt;

namespace oci {

namespace {

QStringList textsIn(const object &json, std::string_view policy, std::string_view key)
{
    const object *found = core::json::objectAt(json, policy);
    return found ? textsAt(*found, key) : QStringList();
}

} // namespace

std::optional<GenAiProject> readProject(const object &json)
{
    GenAiProject project{.id = textAt(json, "id"),
                         .displayName = textAt(json, "displayName").trimmed(),
                         .description = textAt(json, "description"),
                         .compartmentId = textAt(json, "compartmentId"),
                         .lifecycleState = textAt(json, "lifecycleState"),
                         .created = timeAt(json, "timeCreated")};
    if (project.id.isEmpty())
        return {};
    project.region = regionOfOcid(project.id);
    return project;
}

std::optional<RoutingProfile> readRoutingProfile(const object &json)
{
    RoutingProfile profile{.id = textAt(json, "id"),
                           .displayName = textAt(json, "displayName").trimmed(),
                           .description = textAt(json, "description"),
                           .compartmentId = textAt(json, "compartmentId"),
                           .lifecycleState = textAt(json, "lifecycleState"),
                           .regions = textsIn(json, "regionRoutingPolicy", "allowedRegions"),
                           .models = textsIn(json, "modelRoutingPolicy", "allowedModels"),
                           .created = timeAt(json, "timeCreated")};
    if (profile.id.isEmpty())
        return {};
    profile.region = regionOfOcid(profile.id);
    return profile;
}

} // namespace oci
