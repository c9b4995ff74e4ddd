// SPDX-License-Identifier: MIT
#include "app/common/connectionchoice.h"

#include "app/common/ociconnection.h"
#include "oci/config/ocid.h"
#include "oci/inference/chattarget.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using core::ModelInfo;

namespace app {

namespace {

bool lists(const OciConnection &connection, const QString &model)
{
    return std::ranges::any_of(connection.catalog().models(), [&model](const ModelInfo &each) {
        return each.id == model || (!each.ocid.isEmpty() && each.ocid == model);
    });
}

template<typename Rank>
std::shared_ptr<OciConnection> best(const SharedConnections &all, Rank rank)
{
    return *std::ranges::min_element(all, {},
                                     [&rank](const std::shared_ptr<OciConnection> &connection) {
                                         return rank(*connection);
                                     });
}

std::shared_ptr<OciConnection> inRegion(const SharedConnections &all, const QString &region,
                                        const QString &model)
{
    // The best comes first: one there that has it; then a signed one there; one with a key there,
    // though not for an OCID, as what is dedicated answers to signatures; a signed one of
    // elsewhere, which may reach it.
    const bool isOcid = model.startsWith("ocid1."_L1);
    return best(all, [&](const OciConnection &connection) {
        const bool isThere = oci::isSameRegion(connection.region(), region);
        if (isThere && lists(connection, model))
            return 0;
        if (!connection.isBearer())
            return isThere ? 1 : 3;
        return isThere && !isOcid && !connection.isAllowlist() ? 2 : 4;
    });
}

std::shared_ptr<OciConnection> forUnknown(const SharedConnections &all)
{
    return best(all, [](const OciConnection &connection) {
        if (connection.isAllowlist())
            return 2;
        return connection.catalog().isComplete() ? 1 : 0;
    });
}

} // namespace

bool lists(const SharedConnections &all, const QString &model)
{
    return std::ranges::any_of(
            all, [&model](const auto &connection) { return lists(*connection, model); });
}

void giveNames(const SharedConnections &all, const QList<ModelInfo> &models)
{
    if (all.empty())
        return;
    if (const auto signs = firstSigned(all); !signs->isBearer())
        signs->setNamedModels(models);
}

ConnectionChoice chooseConnection(const SharedConnections &all, const QString &model)
{
    const QString own = oci::withoutOwnPrefix(model);
    for (const QString &name : {model.trimmed(), own}) {
        for (const auto &connection : all) {
            const QString prefix = connection->name() + u'/';
            if (name.startsWith(prefix))
                return {connection, name.sliced(prefix.size())};
        }
    }
    for (const auto &connection : all) {
        if (lists(*connection, own))
            return {connection, own};
    }
    const oci::ModelName parts = oci::modelNameOf(own);
    const QString region = parts.region.isEmpty() ? oci::regionOfOcid(parts.name) : parts.region;
    if (!region.isEmpty())
        return {inRegion(all, region, parts.name), own};
    return {forUnknown(all), own};
}

ConnectionChoice chooseSigned(const SharedConnections &all, const QString &model)
{
    ConnectionChoice choice = chooseConnection(all, model);
    // Named by its connection a model is asked there, and the answer says what is in the way.
    const bool isNamed = choice.model != oci::withoutOwnPrefix(model);
    if (choice.connection->isBearer() && !isNamed)
        choice.connection = firstSigned(all);
    return choice;
}

std::shared_ptr<OciConnection> firstSigned(const SharedConnections &all)
{
    const auto found = std::ranges::find_if(
            all, [](const auto &connection) { return !connection->isBearer(); });
    return found == all.end() ? all.front() : *found;
}

} // namespace app
