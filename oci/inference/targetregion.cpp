// SPDX-License-Identifier: MIT
#include "oci/inference/targetregion.h"

#include "oci/config/ocid.h"

using namespace Qt::StringLiterals;

namespace oci {

namespace {

//! Empty for a region that no table knows.
QString realmOf(const QString &region, const Endpoints &endpoints)
{
    const auto known = endpoints.regions().find(region);
    return known ? known->realm : QString();
}

} // namespace

core::Result<void> checkRegion(const ChatTarget &target, const ChatSettings &settings,
                               bool isBearer)
{
    if (isBearer && settings.region.isEmpty() && target.isRegionAsked) {
        return std::unexpected(core::Error{
                .code = core::ErrorCode::InvalidRequest,
                .message =
                        u"'%1' cannot be asked in %2: the base URL of this connection does not "
                        "say which region it reaches. Leave the region before the name out"_s.arg(
                                target.id, target.region),
                .param = u"model"_s,
                .reason = u"region_unreachable"_s});
    }
    if (target.region.isEmpty() || settings.region.isEmpty() ||
        isSameRegion(target.region, settings.region))
        return {};
    const auto refused = [&](const QString &why) {
        return std::unexpected(core::Error{
                .code = core::ErrorCode::InvalidRequest,
                .message = u"'%1' is in %2, and this connection reaches %3 only: %4"_s.arg(
                        target.id, target.region, settings.region, why),
                .param = u"model"_s,
                .reason = u"region_unreachable"_s});
    };
    if (isBearer)
        return refused(u"an API key counts in its own region alone"_s);
    const Service service = target.isDeployment() ? Service::ModelDeployment : Service::Inference;
    if (!settings.endpoints.isRegional(service))
        return refused(u"its endpoint has no {region} in it"_s);
    const QString theirs = realmOf(target.region, settings.endpoints);
    const QString ours = realmOf(settings.region, settings.endpoints);
    if (!theirs.isEmpty() && !ours.isEmpty() && theirs != ours)
        return refused(u"the two are in different realms"_s);
    return {};
}

} // namespace oci
