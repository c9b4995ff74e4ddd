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
#include "oci/inference/tooltextreader.h"

#include <algorithm>

using core::Error;
using core::ErrorCode;
using core::Result;
using namespace Qt::StringLiterals;

namespace oci {

namespace {

//! Tokens; containers have short contexts and refuse what does not fit (10.2).
constexpr qint64 deploymentLimit = 1024;

std::unexpected<Error> refused(const QString &param, const QString &reason, const QString &message)
{
    return std::unexpected(Error{.code = ErrorCode::InvalidRequest,
                                 .message = message,
                                 .param = param,
                                 .reason = reason});
}

Result<QByteArray> nativeBody(const ChatCall &call, const core::ChatRequest &request,
                              const QString &compartmentId)
{
    switch (call.profile.format) {
    case ApiFormat::Generic:
        break;
    case ApiFormat::Cohere:
        return cohereRequestBody(request, call.target, compartmentId, call.profile);
    case ApiFormat::CohereV2:
        return cohereV2RequestBody(request, call.target, compartmentId, call.profile);
    }
    return genericRequestBody(request, call.target, compartmentId, call.profile);
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
    switch (call.route) {
    case ChatRoute::Native:
        return nativeBody(call, request, compartmentId);
    case ChatRoute::OpenAi:
        return openAiRequestBody(request, call.target.id, call.profile);
    case ChatRoute::DataScience:
        return openAiRequestBody(request, servedModel, call.profile);
    }
    Q_UNREACHABLE_RETURN({});
}

ChatRoute routeOf(const ChatTarget &target, bool isBearer)
{
    if (target.isDeployment())
        return ChatRoute::DataScience;
    return isBearer || target.isRouted() ? ChatRoute::OpenAi : ChatRoute::Native;
}

std::unique_ptr<AnswerReader> dialectReader(const ChatCall &call, MakeId makeId)
{
    if (call.route != ChatRoute::Native)
        return std::make_unique<OpenAiReader>(std::move(makeId));
    switch (call.profile.format) {
    case ApiFormat::Generic:
        break;
    case ApiFormat::Cohere:
        return std::make_unique<CohereReader>(std::move(makeId));
    case ApiFormat::CohereV2:
        return std::make_unique<CohereV2Reader>(std::move(makeId));
    }
    return std::make_unique<GenericReader>(std::move(makeId));
}

} // namespace

Result<ChatCall> chatCallFor(const QString &model, bool isBearer,
                             const QList<core::ModelInfo> &known, bool isComplete)
{
    auto target = resolveModel(model, known, isComplete);
    if (!target)
        return std::unexpected(target.error());
    ChatCall call{.target = *std::move(target)};
    if (call.target.id == call.target.model)
        call.target.id = call.target.model = builtInModels().currentName(call.target.model);
    call.profile = profileOf(call.target.model, builtInModels());
    call.route = routeOf(call.target, isBearer);
    if (call.route == ChatRoute::DataScience)
        call.profile.defaultLimit = deploymentLimit;
    if (call.route == ChatRoute::DataScience && isBearer) {
        return refused(u"model"_s, u"unsupported_by_credential"_s,
                       u"A Generative AI API key does not reach model deployments: use a "
                       "connection that signs its requests"_s);
    }

    const QString &name = call.target.model;
    if (call.profile.responsesOnly) {
        return refused(
                u"model"_s, u"unsupported_model"_s,
                u"%1 answers on the Responses API only, which this version cannot use. Choose another model"_s
                        .arg(name));
    }
    if (!call.profile.chats) {
        return refused(u"model"_s, u"unsupported_model"_s,
                       u"%1 is not a chat model. Choose one that can chat"_s.arg(name));
    }
    return call;
}

Result<QUrl> chatUrl(const ChatCall &call, const ChatSettings &settings, bool isBearer)
{
    if (isBearer && !settings.openAiBase.isEmpty())
        return openAiChatUrl(settings.openAiBase);
    if (call.route == ChatRoute::DataScience)
        return deploymentUrl(call.target, settings.endpoints, settings.region);
    const QString &region = call.target.region.isEmpty() ? settings.region : call.target.region;
    const auto base = settings.endpoints.base(Service::Inference, region);
    if (!base)
        return base;
    return joined(*base, call.route == ChatRoute::Native
                                 ? QByteArrayView("/20231130/actions/chat")
                                 : QByteArrayView("/openai/v1/chat/completions"));
}

Result<OutgoingRequest> outgoingChat(const ChatCall &call, const core::ChatRequest &request,
                                     const QUrl &url, const ChatSettings &settings, bool isBearer)
{
    if (request.messages.isEmpty())
        return refused(u"messages"_s, u"invalid_parameter"_s,
                       u"At least one message is required"_s);
    const QString &compartment = call.target.compartmentId.isEmpty() ? settings.compartmentId
                                                                     : call.target.compartmentId;
    // A deployment is asked in no compartment.
    if (!isBearer && compartment.isEmpty() && call.route != ChatRoute::DataScience) {
        return refused({}, u"compartment_missing"_s,
                       u"This connection has no compartment: choose one, or set OCI_COMPARTMENT"_s);
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
    if (call.route == ChatRoute::DataScience)
        addPredictPath(out, call.profile.predictPath, streams);
    if (call.route == ChatRoute::OpenAi) {
        if (!settings.projectId.isEmpty())
            out.headers.emplaceBack("OpenAI-Project", settings.projectId.toUtf8());
        if (!isBearer)
            out.headers.emplaceBack("opc-compartment-id", compartment.toUtf8());
    }
    return out;
}

bool asksForStream(const core::ChatRequest &request, const ModelProfile &profile)
{
    return request.stream && !profile.refused.testFlag(Field::Stream);
}

void suitFormat(ModelProfile &profile, const core::ChatRequest &request)
{
    if (!profile.formatGuessed || profile.format != ApiFormat::Cohere ||
        !profile.otherFormats.contains(ApiFormat::CohereV2))
        return;
    const bool hasImage = std::ranges::any_of(request.messages, [](const core::Message &message) {
        return std::ranges::any_of(message.content, [](const core::ContentPart &part) {
            return std::holds_alternative<core::ImagePart>(part);
        });
    });
    if (!hasImage)
        return;
    profile.format = ApiFormat::CohereV2;
    profile.otherFormats.clear();
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
