// SPDX-License-Identifier: MIT
#include "oci/demo/calling.h"

#include "core/json/json.h"
#include "oci/demo/admission.h"
#include "oci/demo/chatdetails.h"
#include "oci/demo/demodeployments.h"
#include "oci/demo/demoresources.h"
#include "oci/demo/modelrules.h"
#include "oci/demo/moreresources.h"
#include "oci/demo/openairequest.h"
#include "oci/demo/responsesrequest.h"

using namespace Qt::StringLiterals;
using core::http::Request;

namespace oci::demo {

Judged<Calling> readCalling(const Request &request, Operation operation)
{
    const auto body = core::json::parseObject(request.body);
    if (!body)
        return std::unexpected(Refusal{.message = body.error().message});
    const auto plain = [](ChatCall call) { return Calling{.chat = std::move(call)}; };
    const QString compartment = QString::fromUtf8(request.header("opc-compartment-id"));
    if (operation == Operation::OpenAiChat) {
        auto call = readOpenAiRequest(*body);
        if (call)
            call->compartmentId = compartment;
        return std::move(call).transform(plain);
    }
    if (operation == Operation::Predict)
        return readPredictCall(request, *body).transform(plain);
    if (operation == Operation::CreateResponse) {
        auto call = readResponsesRequest(*body);
        if (!call)
            return std::unexpected(call.error());
        call->chat.compartmentId = compartment;
        auto response = std::make_shared<const ResponsesCall>(*std::move(call));
        return Calling{.chat = response->chat, .response = response};
    }
    return readNativeChat(*body).transform(plain);
}

Judged<void> checkProject(const Request &request)
{
    if (request.header("openai-project").startsWith("ocid1.generativeaiproject."))
        return {};
    return std::unexpected(
            Refusal{.status = 404,
                    .code = "404",
                    .message = u"Project not found: name it in the header OpenAI-Project"_s,
                    .type = "invalid_request_error"});
}

Judged<const DemoModel *> modelFor(const ChatCall &call, const Request &request, const Route &route,
                                   const QByteArray &region, const DemoAccount &account)
{
    if (route.operation == Operation::Predict)
        return deployedModel(call, route, region);
    const bool openAi = isOpenAi(route.operation);
    const bool bearer = hasBearer(request);
    if (!(bearer && call.compartmentId.isEmpty()) && !account.permits(call.compartmentId.toUtf8()))
        return std::unexpected(notAuthorizedOrNotFound());
    const DemoModel *model = nullptr;
    if (!call.dedicated) {
        const QByteArray routed = openAi ? routedModel(call.model.toUtf8(), region) : QByteArray();
        model = findModel(routed.isEmpty() ? call.model.toUtf8() : routed, region);
        if (model && !isOnDemand(*model))
            model = nullptr;
    } else if (const DemoEndpoint *endpoint = findEndpoint(call.model.toUtf8(), region);
               endpoint && endpoint->state == "ACTIVE" &&
               endpoint->compartment == call.compartmentId.toUtf8()) {
        model = &endpoint->baseModel();
    }
    if (!model)
        return std::unexpected(noSuchModel(call.model));
    if (openAi && !model->openAi)
        return std::unexpected(Refusal{.message = u"Unsupported OpenAI operation"_s});
    if (model->responsesOnly && route.operation != Operation::CreateResponse) {
        return std::unexpected(
                Refusal{.message = u"This model is only supported in v1/responses"_s});
    }
    if (model->format != call.format) {
        return std::unexpected(
                Refusal{.message = u"Chat request type does not match serving model"_s});
    }
    if (auto refusal = refusalBy(*model, call))
        return std::unexpected(*std::move(refusal));
    return model;
}

} // namespace oci::demo
