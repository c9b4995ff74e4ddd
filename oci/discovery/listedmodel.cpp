// SPDX-License-Identifier: MIT
#include "oci/discovery/listedmodel.h"

#include "core/json/json.h"
#include "oci/discovery/listitems.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace oci {

namespace {

constexpr std::array useful{"CHAT"_L1, "TEXT_EMBEDDINGS"_L1, "TEXT_RERANK"_L1,
                            "IMAGE_TEXT_TO_TEXT"_L1};

} // namespace

std::optional<ListedModel> readListedModel(const boost::json::object &json)
{
    ListedModel model{.id = core::json::textAt(json, "id"),
                      .displayName = core::json::textAt(json, "displayName").trimmed(),
                      .vendor = core::json::textAt(json, "vendor").toLower(),
                      .version = core::json::textAt(json, "version"),
                      .type = core::json::textAt(json, "type"),
                      .lifecycleState = core::json::textAt(json, "lifecycleState"),
                      .baseModelId = core::json::textAt(json, "baseModelId"),
                      .capabilities = textsAt(json, "capabilities"),
                      .created = timeAt(json, "timeCreated"),
                      .deprecated = timeAt(json, "timeDeprecated"),
                      .onDemandRetired = timeAt(json, "timeOnDemandRetired"),
                      .dedicatedRetired = timeAt(json, "timeDedicatedRetired")};
    if (model.id.isEmpty() && model.displayName.isEmpty())
        return {};
    if (model.capabilities.contains("IMAGE_TEXT_TO_TEXT"_L1) &&
        !model.capabilities.contains("CHAT"_L1))
        model.capabilities.prepend(u"CHAT"_s); // the same, with images (9.2)
    return model;
}

bool isUseful(const QStringList &capabilities)
{
    return std::ranges::any_of(useful, [&capabilities](QLatin1StringView capability) {
        return capabilities.contains(capability);
    });
}

ModelStatus statusOf(const ListedModel &model, const QDateTime &nowUtc)
{
    const auto isOver = [&nowUtc](const QDateTime &time) {
        return time.isValid() && time <= nowUtc;
    };
    if (model.lifecycleState != "ACTIVE"_L1)
        return ModelStatus::Inactive;
    if (model.type == "CUSTOM"_L1)
        return ModelStatus::Custom;
    if (!isUseful(model.capabilities)) {
        return model.capabilities.contains("FINE_TUNE"_L1) ? ModelStatus::FineTuneOnly
                                                           : ModelStatus::Unsupported;
    }
    if (isOver(model.onDemandRetired))
        return ModelStatus::Retired;
    return isOver(model.deprecated) ? ModelStatus::Deprecated : ModelStatus::Callable;
}

} // namespace oci
