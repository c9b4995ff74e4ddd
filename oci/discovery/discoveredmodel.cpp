// SPDX-License-Identifier: MIT
#include "oci/discovery/discoveredmodel.h"

#include "core/json/json.h"
#include "oci/discovery/listitems.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using boost::json::object;
using core::json::textAt;

namespace oci {

namespace {

//! The objects of an array, read one by one.
template<typename T>
QList<T> objectsAt(const object &json, std::string_view key, T (*read)(const object &))
{
    QList<T> all;
    if (const auto *values = core::json::arrayAt(json, key)) {
        for (const auto &value : *values) {
            if (const object *entry = value.if_object())
                all.append(read(*entry));
        }
    }
    return all;
}

std::optional<double> numberAt(const object &json, std::string_view key)
{
    const auto *value = json.if_contains(key);
    if (!value || !value->is_number())
        return {};
    return value->to_number<double>();
}

ModelAvailability readAvailability(const object &json)
{
    const QStringList modes = textsAt(json, "servingModes");
    return {.realm = textAt(json, "realm").toLower(),
            .region = textAt(json, "region").toLower(),
            .onDemand = modes.contains("ON_DEMAND"_L1),
            .dedicated = modes.contains("DEDICATED"_L1),
            .deprecated = timeAt(json, "timeDeprecated"),
            .onDemandRetired = timeAt(json, "timeOnDemandRetired"),
            .dedicatedRetired = timeAt(json, "timeDedicatedRetired"),
            .replacements = textsAt(json, "supportedReplacements")};
}

ModelParameter readParameter(const object &json)
{
    return {.name = textAt(json, "name"),
            .type = textAt(json, "type").toLower(),
            .minimum = numberAt(json, "minimum"),
            .maximum = numberAt(json, "maximum"),
            .defaultValue = textAt(json, "defaultValue"),
            .description = textAt(json, "description")};
}

//! The two sides of `modalitySupport`: a text or a list of texts each.
QStringList modalitiesOf(const object &json, std::string_view side)
{
    QStringList all;
    if (const auto *support = core::json::arrayAt(json, "modalitySupport")) {
        for (const auto &value : *support) {
            const object *pair = value.if_object();
            if (!pair)
                continue;
            all += textsAt(*pair, side);
            all += textAt(*pair, side);
        }
    }
    all.removeAll(QString());
    for (QString &modality : all)
        modality = modality.toLower();
    all.removeDuplicates();
    return all;
}

} // namespace

const ModelAvailability *DiscoveredModel::in(const QString &region) const
{
    const auto found =
            std::ranges::find(availability, region.toLower(), &ModelAvailability::region);
    return found == availability.cend() ? nullptr : &*found;
}

std::optional<DiscoveredModel> readDiscoveredModel(const object &json)
{
    DiscoveredModel model{.name = textAt(json, "modelId").trimmed(),
                          .vendor = textAt(json, "vendor").toLower(),
                          .capabilities = textsAt(json, "capabilities"),
                          .apiCapabilities = textsAt(json, "apiCapability"),
                          .inputModalities = modalitiesOf(json, "input"),
                          .outputModalities = modalitiesOf(json, "output"),
                          .leavesOci = textAt(json, "modelAccess") == "PROXY"_L1,
                          .parameters = objectsAt(json, "parameters", readParameter),
                          .availability = objectsAt(json, "availability", readAvailability)};
    if (model.name.isEmpty())
        return {};
    model.parameters.removeIf([](const ModelParameter &each) { return each.name.isEmpty(); });
    return model;
}

} // namespace oci
