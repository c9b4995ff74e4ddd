// SPDX-License-Identifier: MIT
#include "oci/discovery/dedicated.h"

#include "core/json/json.h"
#include "oci/config/ocid.h"
#include "oci/discovery/listitems.h"

namespace oci {

using boost::json::object;
using core::json::textAt;

std::optional<DedicatedEndpoint> readEndpoint(const object &json)
{
    DedicatedEndpoint endpoint{.id = textAt(json, "id"),
                               .displayName = textAt(json, "displayName").trimmed(),
                               .modelId = textAt(json, "modelId"),
                               .compartmentId = textAt(json, "compartmentId"),
                               .clusterId = textAt(json, "dedicatedAiClusterId"),
                               .lifecycleState = textAt(json, "lifecycleState"),
                               .lifecycleDetails = textAt(json, "lifecycleDetails"),
                               .created = timeAt(json, "timeCreated")};
    if (endpoint.id.isEmpty())
        return {};
    endpoint.region = regionOfOcid(endpoint.id);
    return endpoint;
}

std::optional<DedicatedCluster> readCluster(const object &json)
{
    DedicatedCluster cluster{.id = textAt(json, "id"),
                             .displayName = textAt(json, "displayName").trimmed(),
                             .type = textAt(json, "type"),
                             .compartmentId = textAt(json, "compartmentId"),
                             .lifecycleState = textAt(json, "lifecycleState"),
                             .lifecycleDetails = textAt(json, "lifecycleDetails"),
                             .unitShape = textAt(json, "unitShape"),
                             .unitCount = core::json::integerAt(json, "unitCount").value_or(0),
                             .created = timeAt(json, "timeCreated")};
    if (cluster.id.isEmpty())
        return {};
    cluster.region = regionOfOcid(cluster.id);
    if (const object *capacity = core::json::objectAt(json, "capacity")) {
        cluster.usedEndpoints =
                core::json::integerAt(*capacity, "usedEndpointCapacity").value_or(0);
        cluster.totalEndpoints =
                core::json::integerAt(*capacity, "totalEndpointCapacity").value_or(0);
    }
    return cluster;
}

std::optional<ImportedModel> readImportedModel(const object &json)
{
    ImportedModel model{.id = textAt(json, "id"),
                        .displayName = textAt(json, "displayName").trimmed(),
                        .vendor = textAt(json, "vendor").toLower(),
                        .version = textAt(json, "version"),
                        .compartmentId = textAt(json, "compartmentId"),
                        .lifecycleState = textAt(json, "lifecycleState"),
                        .capabilities = textsAt(json, "capabilities"),
                        .created = timeAt(json, "timeCreated")};
    if (model.id.isEmpty())
        return {};
    model.region = regionOfOcid(model.id);
    return model;
}

} // namespace oci
