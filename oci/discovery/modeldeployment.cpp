// SPDX-License-Identifier: MIT
#include "oci/discovery/modeldeployment.h"

#include "core/json/json.h"
#include "oci/config/ocid.h"
#include "oci/discovery/listitems.h"

using namespace Qt::StringLiterals;
using boost::json::object;
using core::json::objectAt;
using core::json::textAt;

namespace oci {

namespace {

//! AI Quick Actions tags what it deploys; which of its tags is not documented, their names all
//! speak of "aqua".
bool isQuickAction(const object &json)
{
    const object *tags = objectAt(json, "freeformTags");
    if (!tags)
        return false;
    for (const auto &tag : *tags) {
        const QString key = QString::fromUtf8(tag.key().data(), qsizetype(tag.key().size()));
        if (key.contains("aqua"_L1, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

bool saysOpenAi(const object &json)
{
    const object *details = objectAt(json, "modelDeploymentConfigurationDetails");
    const object *environment =
            details ? objectAt(*details, "environmentConfigurationDetails") : nullptr;
    const object *variables =
            environment ? objectAt(*environment, "environmentVariables") : nullptr;
    for (const object *place : {environment, variables}) {
        if (place && textAt(*place, "predictApiSpecification") == "openai"_L1)
            return true;
    }
    return false;
}

QUrl usableUrl(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool isUsable = url.isValid() && url.scheme() == "https"_L1 && !url.host().isEmpty() &&
                          url.userInfo().isEmpty() && !url.hasQuery() && !url.hasFragment();
    return isUsable ? url : QUrl();
}

} // namespace

std::optional<ModelDeployment> readModelDeployment(const object &json)
{
    ModelDeployment deployment{.id = textAt(json, "id"),
                               .displayName = textAt(json, "displayName").trimmed(),
                               .compartmentId = textAt(json, "compartmentId"),
                               .projectId = textAt(json, "projectId"),
                               .url = usableUrl(textAt(json, "modelDeploymentUrl")),
                               .lifecycleState = textAt(json, "lifecycleState"),
                               .created = timeAt(json, "timeCreated")};
    if (deployment.id.isEmpty())
        return {};
    deployment.region = regionOfOcid(deployment.id);
    if (isQuickAction(json) || saysOpenAi(json))
        deployment.speech = ModelDeployment::Speech::OpenAi;
    return deployment;
}

} // namespace oci
