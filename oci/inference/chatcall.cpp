// SPDX-License-Identifier: MIT
#include "oci/inference/chatcall.h"

#include "oci/inference/coherereader.h"
#include "oci/inference/cohererequest.h"
#include "oci/inference/coherev2reader.h"
#include "oci/inference/coherev2request.h"
#include "oci/inference/genericreader.h"
#include "oci/inference/genericrequest.h"
#include "oci/inference/openaireader.h"
#include "oci/inference/openairequest.h"
#include "oci/inference/refusals.h"
#include "oci/inference/tooltextreader.h"

#include <algorithm>

using core::Error;
using core::Result;
using namespace Qt::StringLiterals;

namespace oci {

namespace {

//! Tokens; containers have short contexts and refuse what does not fit (10.2).
constexpr qint64 deploymentLimit = 1024;

std::unexpected<Error> noChat(const QString &model)
{
    return badRequest(
            u"model"_s, u"unsupported_model"_s,
            u"%1 answers on the Responses API only and cannot be chatted with. Ask it by /v1/responses, or choose another model"_s
                    .arg(model));
}

//! People paste the base with and without its last parts.
QUrl openAiChatUrl(const QUrl &base)
{
    QByteArray path = base.path(QUrl::FullyEncoded).toLatin1();
    while (path.endsWith('/'))
        path.chop(1);
    if (path.endsWith("/chat/completions"))
        path.chop(qsizetype(sizeof "/chat/completions") - 1);
    QUrl root = base;
    root.setPath(QString());
    return joined(root, path + "/chat/completions");
}

Result<QByteArray> bodyOf(const ChatCall &call, const core::ChatRequest &request,
                          const QString &compartmentId)
{
    switch (call.profile.transport) {
    case Transport::Generic:
        break;
    case Transport::Cohere:
        return cohereRequestBody(request, call.target, compartmentId, call.profile);
    case Transport::CohereV2:
        return cohereV2RequestBody(request, call.target, compartmentId, call.profile);
    case Transport::OpenAi:
        return openAiRequestBody(request, call.target.id, call.profile);
    case Transport::DataScience:
        return openAiRequestBody(request, servedModel, call.profile);
    case Transport::Responses:
        return noChat(call.target.model);
    }
    return genericRequestBody(request, call.target, compartmentId, call.profile);
}

std::unique_ptr<AnswerReader> dialectReader(const ChatCall &call, MakeId makeId)
{
    switch (call.profile.transport) {
    case Transport::Generic:
        break;
    case Transport::Cohere:
        return std::make_unique<CohereReader>(std::move(makeId));
    case Transport::CohereV2:
        return std::make_unique<CohereV2Reader>(std::move(makeId));
    case Transport::OpenAi:
    case Transport::DataScience:
    case Transport::Responses:
        return std::make_unique<OpenAiReader>(std::move(makeId));
    }
    return std::make_unique<GenericReader>(std::move(makeId));
}

//! By whom and how, also where that is no chat.
Result<ChatCall> routedCall(const QString &model, bool isBearer,
                            const QList<core::ModelInfo> &known, bool isComplete,
                            const RouteOverrides &overrides)
{
    auto target = resolveModel(model, known, isComplete);
    if (!target)
        return std::unexpected(target.error());
    ChatCall call{.target = *std::move(target)};
    if (call.target.id == call.target.model)
        call.target.id = call.target.model = builtInModels().currentName(call.target.model);
    call.profile = profileOf(call.target.model, builtInModels());
    const RouteChoice route = routeFor({.model = call.target.model,
                                        .id = call.target.id,
                                        .asked = modelNameOf(model).name,
                                        .isBearer = isBearer},
                                       overrides);
    call.profile.transport = route.transport;
    call.profile.otherTransports = route.others;
    call.isOverridden = route.isOverride;
    return call;
}

} // namespace

Result<ChatCall> chatCallFor(const QString &model, bool isBearer,
                             const QList<core::ModelInfo> &known, bool isComplete,
                             const RouteOverrides &overrides)
{
    auto routed = routedCall(model, isBearer, known, isComplete, overrides);
    if (!routed)
        return routed;
    ChatCall call = *std::move(routed);

    const QString &name = call.target.model;
    if (call.profile.transport == Transport::Responses)
        return noChat(name);
    if (call.profile.transport == Transport::DataScience) {
        call.profile.defaultLimit = deploymentLimit;
        if (isBearer) {
            return badRequest(u"model"_s, u"unsupported_by_credential"_s,
                              u"A Generative AI API key does not reach model deployments: use a "
                              "connection that signs its requests"_s);
        }
    }
    if (!call.profile.chats) {
        return badRequest(u"model"_s, u"unsupported_model"_s,
                          u"%1 is not a chat model. Choose one that can chat"_s.arg(name));
    }
    return call;
}

bool answersOnResponsesOnly(const QString &model, bool isBearer,
                            const QList<core::ModelInfo> &known, bool isComplete,
                            const RouteOverrides &overrides)
{
    const auto call = routedCall(model, isBearer, known, isComplete, overrides);
    return call && call->profile.transport == Transport::Responses;
}

Result<QUrl> chatUrl(const ChatCall &call, const ChatSettings &settings, bool isBearer)
{
    if (isBearer && !settings.openAiBase.isEmpty())
        return openAiChatUrl(settings.openAiBase);
    const Transport transport = call.profile.transport;
    if (transport == Transport::DataScience)
        return deploymentUrl(call.target, settings.endpoints, settings.region);
    const QString &region = call.target.region.isEmpty() ? settings.region : call.target.region;
    const auto base = settings.endpoints.base(Service::Inference, region);
    if (!base)
        return base;
    return joined(*base, isNative(transport) ? QByteArrayView("/20231130/actions/chat")
                                             : QByteArrayView("/openai/v1/chat/completions"));
}

Result<OutgoingRequest> outgoingChat(const ChatCall &call, const core::ChatRequest &request,
                                     const QUrl &url, const ChatSettings &settings, bool isBearer)
{
    if (request.messages.isEmpty())
        return badRequest(u"messages"_s, u"invalid_parameter"_s,
                          u"At least one message is required"_s);
    const QString &compartment = call.target.compartmentId.isEmpty() ? settings.compartmentId
                                                                     : call.target.compartmentId;
    const Transport transport = call.profile.transport;
    // A deployment is asked in no compartment.
    if (!isBearer && compartment.isEmpty() && transport != Transport::DataScience) {
        return std::unexpected(compartmentMissing());
    }
    auto body = bodyOf(call, request, compartment);
    if (!body)
        return std::unexpected(body.error());

    const bool streams = asksForStream(request, call.profile);
    OutgoingRequest out{.method = "POST",
                        .url = url,
                        .body = *std::move(body),
                        .circuit = call.target.id.toUtf8()};
    out.headers = {
            {"content-type", "application/json"},
            {"accept", streams ? "application/json, text/event-stream" : "application/json"}};
    if (transport == Transport::DataScience)
        addPredictPath(out, call.profile.predictPath, streams);
    if (transport == Transport::OpenAi) {
        if (!settings.projectId.isEmpty())
            out.headers.emplaceBack("OpenAI-Project", settings.projectId.toUtf8());
        if (!isBearer)
            out.headers.emplaceBack("opc-compartment-id", compartment.toUtf8());
    }
    return out;
}

core::Served servedBy(const ChatSettings &settings, const ChatTarget &target)
{
    QStringList parts{settings.connection,
                      target.region.isEmpty() ? settings.region : target.region, target.id};
    parts.removeAll(QString());
    return {.by = parts.join(u'/'), .failed = {}};
}

bool asksForStream(const core::ChatRequest &request, const ModelProfile &profile)
{
    return request.stream && !profile.refused.testFlag(Field::Stream);
}

void suitFormat(ModelProfile &profile, const core::ChatRequest &request)
{
    if (profile.isKnown || profile.transport != Transport::Cohere ||
        !profile.otherTransports.contains(Transport::CohereV2))
        return;
    const bool hasImage = std::ranges::any_of(request.messages, [](const core::Message &message) {
        return std::ranges::any_of(message.content, [](const core::ContentPart &part) {
            return std::holds_alternative<core::ImagePart>(part);
        });
    });
    if (!hasImage)
        return;
    profile.transport = Transport::CohereV2;
    profile.otherTransports.clear();
}

std::unique_ptr<AnswerReader> readerFor(const ChatCall &call, const core::ChatRequest &request,
                                        MakeId makeId)
{
    auto reader = dialectReader(call, makeId);
    const bool forbidden =
            request.toolChoice && request.toolChoice->mode == core::ToolChoice::Mode::None;
    const bool isOwn =
            call.target.serving == core::ServingMode::Dedicated || call.target.isDeployment();
    if (!isOwn || request.tools.isEmpty() || forbidden)
        return reader;
    return std::make_unique<ToolTextReader>(std::move(reader), std::move(makeId));
}

} // namespace oci
