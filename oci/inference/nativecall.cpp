// SPDX-License-Identifier: MIT
#include "oci/inference/nativecall.h"

#include "core/ports/modelcatalog.h"
#include "oci/http/accessadvice.h"
#include "oci/inference/refusals.h"
#include "oci/inference/targetregion.h"

using namespace Qt::StringLiterals;
using core::Error;
using core::Result;

namespace oci {

namespace {

Result<NativeCall> callTo(QByteArrayView action, ChatTarget target, const ChatSettings &settings,
                          bool isBearer)
{
    if (isBearer) {
        return badRequest(
                {}, u"unsupported_by_credential"_s,
                u"A Generative AI API key reaches chats only: use a connection that signs its requests"_s);
    }
    if (const auto fine = checkRegion(target, settings, isBearer); !fine)
        return std::unexpected(fine.error());
    NativeCall call{.region = target.region.isEmpty() ? settings.region : target.region,
                    .compartmentId = target.compartmentId.isEmpty() ? settings.compartmentId
                                                                    : target.compartmentId};
    if (call.compartmentId.isEmpty()) {
        return std::unexpected(compartmentMissing());
    }
    const auto base = settings.endpoints.base(Service::Inference, call.region);
    if (!base)
        return std::unexpected(base.error());
    call.url = joined(*base, "/20231130/actions/" + action.toByteArray());
    call.served = servedBy(settings, target);
    call.target = std::move(target);
    return call;
}

} // namespace

Result<NativeCall> nativeCallFor(QByteArrayView action, const QString &model,
                                 const ChatSettings &settings, bool isBearer,
                                 const core::ModelCatalog *catalog)
{
    auto target = catalog ? resolveModel(model, catalog->models(), catalog->isComplete())
                          : resolveModel(model, {});
    if (!target)
        return std::unexpected(target.error());
    if (target->isRouted() || target->isDeployment()) {
        return badRequest(
                u"model"_s, u"unsupported_model"_s,
                u"A %1 can be chatted with only. Name a model instead"_s.arg(
                        target->isRouted() ? u"routing profile"_s : u"model deployment"_s));
    }
    if (target->id == target->model)
        target->id = target->model = builtInModels().currentName(target->model);
    return callTo(action, *std::move(target), settings, isBearer);
}

Result<NativeCall> nativeCallFor(QByteArrayView action, const ChatSettings &settings, bool isBearer)
{
    return callTo(action, {}, settings, isBearer);
}

void writeCallHead(JsonWriter &out, const NativeCall &call)
{
    out.key("compartmentId").text(call.compartmentId);
    if (call.target.id.isEmpty())
        return;
    const bool dedicated = call.target.serving == core::ServingMode::Dedicated;
    out.key("servingMode").beginObject();
    out.key("servingType").utf8(dedicated ? "DEDICATED" : "ON_DEMAND");
    out.key(dedicated ? "endpointId" : "modelId").text(call.target.id);
    out.endObject();
}

OutgoingRequest outgoingAction(const NativeCall &call, QByteArray body)
{
    return {.method = "POST",
            .url = call.url,
            .headers = {{"content-type", "application/json"}, {"accept", "application/json"}},
            .body = std::move(body),
            .circuit = "action " + call.target.id.toUtf8()};
}

Error explained(Error error, const NativeCall &call, Caller caller)
{
    if (!call.target.id.isEmpty()) {
        const bool dedicated = call.target.serving == core::ServingMode::Dedicated;
        return withAccessAdvice(std::move(error),
                                {.resource = dedicated ? AccessFacts::Resource::Endpoint
                                                       : AccessFacts::Resource::Model,
                                 .name = call.target.id,
                                 .region = call.region,
                                 .compartmentId = call.compartmentId,
                                 .caller = caller});
    }
    return withAccessAdvice(std::move(error), {.resource = AccessFacts::Resource::Family,
                                               .region = call.region,
                                               .compartmentId = call.compartmentId,
                                               .caller = caller});
}

} // namespace oci
