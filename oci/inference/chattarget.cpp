// SPDX-License-Identifier: MIT
#include "oci/inference/chattarget.h"

#include "core/ascii.h"
#include "oci/config/ocid.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::ServingMode;

namespace oci {

namespace {

std::unexpected<Error> notFound(const QString &message)
{
    return std::unexpected(Error{.code = ErrorCode::NotFound,
                                 .message = message,
                                 .param = u"model"_s,
                                 .reason = u"model_not_found"_s});
}

bool isNameCharacter(QChar c)
{
    return core::ascii::isLetterOrDigit(c) || c == u'.' || c == u'-' || c == u'_' || c == u':';
}

bool looksLikeModel(QStringView name)
{
    const qsizetype dot = name.indexOf(u'.');
    return dot > 0 && dot < name.size() - 1 && std::ranges::all_of(name, isNameCharacter);
}

bool looksLikeName(QStringView name)
{
    return !name.isEmpty() && std::ranges::all_of(name, isNameCharacter);
}

core::Result<ChatTarget> fromOcid(const QString &ocid)
{
    const QStringList parts = ocid.split(u'.');
    if (parts.size() < 5 || parts.last().isEmpty() || !std::ranges::all_of(ocid, isNameCharacter))
        return notFound(u"'%1' is not a complete OCID"_s.arg(ocid));
    const QString &kind = parts[1];
    ChatTarget target{.id = ocid, .region = regionOfOcid(ocid)};
    if (kind == "generativeaiendpoint"_L1)
        target.serving = ServingMode::Dedicated;
    else if (kind == "generativeairoutingprofile"_L1)
        target.serving = ServingMode::Routed;
    else if (kind == "datasciencemodeldeployment"_L1)
        target.serving = ServingMode::Deployment;
    else if (kind != "generativeaimodel"_L1 && kind != "generativeaiimportedmodel"_L1)
        return notFound(
                u"An OCID of the kind '%1' cannot be chatted with: name a model, a custom model, an endpoint, a routing profile or a model deployment"_s
                        .arg(kind));
    return target;
}

QString kindOf(const core::ModelInfo &model)
{
    switch (model.serving) {
    case ServingMode::OnDemand:
        return u"model"_s;
    case ServingMode::Dedicated:
        return u"endpoint"_s;
    case ServingMode::Deployment:
        return u"model deployment"_s;
    case ServingMode::Routed:
        return u"routing profile"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

//! Of what is called by an OCID of its own.
ChatTarget listedTarget(const core::ModelInfo &model)
{
    ChatTarget target{.model = model.baseModel,
                      .id = model.endpointId.isEmpty() ? model.ocid : model.endpointId,
                      .serving = model.serving,
                      .callUrl = model.callUrl};
    if (model.serving != ServingMode::Routed) // it may be of another than what it leads to
        target.compartmentId = model.compartmentId;
    target.region = regionOfOcid(target.id);
    if (target.region.isEmpty())
        target.region = model.region;
    if (target.model.isEmpty() && !model.vendor.isEmpty())
        target.model = model.vendor + u'.';
    return target;
}

} // namespace

core::Error notActive(const QString &what, const QString &name, const QString &lifecycleState)
{
    const bool isAtWork = lifecycleState == "CREATING"_L1 || lifecycleState == "UPDATING"_L1;
    return {.code = isAtWork ? ErrorCode::Unavailable : ErrorCode::InvalidRequest,
            .message = u"The %1 '%2' cannot be called: its state is %3"_s.arg(what, name,
                                                                              lifecycleState),
            .advice = isAtWork ? u"Try again in a few minutes."_s
                               : u"Look at it in the OCI console, or choose another."_s,
            .param = u"model"_s,
            .reason = u"model_not_active"_s};
}

QString withoutOwnPrefix(const QString &name)
{
    const QStringView trimmed = QStringView(name).trimmed();
    const bool hasPrefix = trimmed.startsWith("oci/"_L1) || trimmed.startsWith("oci:"_L1);
    return (hasPrefix ? trimmed.sliced(4) : trimmed).toString();
}

ModelName modelNameOf(const QString &name)
{
    QString whole = withoutOwnPrefix(name);
    const qsizetype slash = whole.indexOf(u'/');
    if (slash <= 0 || !looksLikeRegion(QStringView(whole).first(slash)))
        return {.region = {}, .name = std::move(whole)};
    return {.region = whole.first(slash).toLower(), .name = whole.sliced(slash + 1)};
}

core::Result<ChatTarget> resolveModel(const QString &name, const QList<core::ModelInfo> &known,
                                      bool isComplete)
{
    QString model = withoutOwnPrefix(name);
    if (model.isEmpty())
        return notFound(u"A model is required, e.g. 'meta.llama-3.3-70b-instruct'"_s);

    QString region;
    const auto find = [&known](const QString &id) {
        return std::ranges::find_if(known, [&](const core::ModelInfo &each) {
            return each.id == id || (!each.ocid.isEmpty() && each.ocid == id);
        });
    };
    auto found = find(model);
    if (found == known.end()) {
        ModelName parts = modelNameOf(name);
        region = std::move(parts.region);
        model = std::move(parts.name);
        if (!region.isEmpty())
            found = find(model);
    }

    ChatTarget target;
    if (found != known.end() && found->isNamed && found->serving == ServingMode::OnDemand) {
        target = {.model = found->baseModel,
                  .id = found->baseModel,
                  .region = region.isEmpty() ? found->region : region, // it may be there as well
                  .compartmentId = found->compartmentId};
    } else if (found != known.end() && !found->lifecycleState.isEmpty()) {
        return std::unexpected(notActive(kindOf(*found), model, found->lifecycleState));
    } else if (found != known.end() && found->serving != ServingMode::OnDemand &&
               !found->ocid.isEmpty()) {
        target = listedTarget(*found);
    } else if (model.startsWith("ocid1."_L1)) {
        auto read = fromOcid(model);
        if (!read)
            return read;
        target = *read;
        if (found != known.end())
            target.model = found->id;
    } else if (found != known.end() || looksLikeModel(model) ||
               (!isComplete && looksLikeName(model))) {
        target = {.model = model, .id = model};
    } else {
        return notFound(
                u"There is no model '%1'. Names look like 'vendor.model', e.g. 'meta.llama-3.3-70b-instruct'; the list of models shows them"_s
                        .arg(model));
    }
    if (region.isEmpty())
        return target;
    if (!target.region.isEmpty() && !isSameRegion(target.region, region)) {
        return std::unexpected(Error{
                .code = ErrorCode::InvalidRequest,
                .message =
                        u"'%1' is in %2 and cannot be asked in %3: leave the region before it out"_s
                                .arg(model, target.region, region),
                .param = u"model"_s,
                .reason = u"region_mismatch"_s});
    }
    target.region = region;
    target.isRegionAsked = true;
    return target;
}

} // namespace oci
