// SPDX-License-Identifier: MIT
#include "oci/demo/route.h"

#include "oci/demo/apikeycalls.h"
#include "oci/demo/demodeployments.h"
#include "oci/demo/responsesstore.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oci::demo {

namespace {

struct Known {
    const char *service;
    const char *method;
    const char *path;
    Operation operation;
};

constexpr Known operations[] = {
        {"generativeai", "GET", "/20231130/models", Operation::ListModels},
        {"generativeai", "GET", "/20231130/endpoints", Operation::ListEndpoints},
        {"generativeai", "GET", "/20231130/dedicatedAiClusters", Operation::ListClusters},
        {"generativeai", "GET", "/20231130/importedModels", Operation::ListImportedModels},
        {"generativeai", "GET", "/20231130/modelDiscovery", Operation::DiscoverModels},
        {"generativeai", "GET", "/20231130/generativeAiProjects", Operation::ListProjects},
        {"generativeai", "GET", "/20231130/routingProfiles", Operation::ListRoutingProfiles},
        {"datascience", "GET", "/20190101/modelDeployments", Operation::ListDeployments},
        {"identity", "GET", "/20160918/compartments", Operation::ListCompartments},
        {"inference.generativeai", "POST", "/20231130/actions/chat", Operation::Chat},
        {"inference.generativeai", "POST", "/20231130/actions/embedText", Operation::EmbedText},
        {"inference.generativeai", "POST", "/20231130/actions/rerankText", Operation::RerankText},
        {"inference.generativeai", "POST", "/20231130/actions/applyGuardrails",
         Operation::ApplyGuardrails},
        {"inference.generativeai", "POST", "/openai/v1/chat/completions", Operation::OpenAiChat},
        {"inference.generativeai", "POST", "/openai/v1/responses", Operation::CreateResponse},
        // the older base of chats (protocol reference, 5.3)
        {"inference.generativeai", "POST", "/20231130/actions/v1/chat/completions",
         Operation::OpenAiChat},
        {"auth", "POST", "/v1/authentication/refresh", Operation::RefreshToken},
        {"auth", "POST", "/v1/token/upst/actions/GenerateUpst", Operation::GenerateToken},
        {"auth", "POST", "/v1/x509", Operation::Federation},
        {"auth", "POST", "/v1/resourcePrincipalSessionToken", Operation::ResourceSession},
        // of a cluster's own proxy, on a port without a prefix
        {"proxymux", "POST", "/resourcePrincipalSessionTokens", Operation::WorkloadToken},
        {"login", "GET", "/v1/oauth2/authorize", Operation::SignInPage},
};

} // namespace

bool isChat(Operation operation)
{
    return operation == Operation::Chat || operation == Operation::OpenAiChat ||
           operation == Operation::CreateResponse || operation == Operation::Predict;
}

bool isOpenAi(Operation operation)
{
    constexpr Operation all[] = {Operation::OpenAiChat,     Operation::CreateResponse,
                                 Operation::GetResponse,    Operation::DeleteResponse,
                                 Operation::CancelResponse, Operation::ListInputItems};
    return std::ranges::contains(all, operation);
}

Route routeOf(const core::http::Request &request)
{
    Route route;
    route.path = request.path().toByteArray();
    route.query = QUrlQuery(QString::fromLatin1(request.query()));
    if (route.path.startsWith("/demo/")) {
        route.operation = Operation::Control;
        return route;
    }
    if (route.path.startsWith("/opc/v2/")) {
        route.operation = Operation::Metadata;
        return route;
    }

    static const QRegularExpression prefix(u"^/([a-z]{2,}(?:-[a-z]+)+-\\d+)/([a-z.]+)(?=/)"_s);
    QByteArray service;
    if (const auto match = prefix.match(QString::fromLatin1(route.path)); match.hasMatch()) {
        route.region = match.captured(1).toLatin1();
        service = match.captured(2).toLatin1();
        route.path = route.path.sliced(match.capturedLength());
    }

    for (const Known &known : operations) {
        if (route.path != known.path || (!service.isEmpty() && service != known.service))
            continue;
        route.operation = known.operation;
        route.methodAllowed = request.method == known.method;
        return route;
    }
    if (route.path.startsWith("/20180711/resourcePrincipalToken/")) {
        route.operation = Operation::ResourceToken;
        route.methodAllowed = request.method == "GET";
        return route;
    }
    constexpr std::pair<QByteArrayView, Operation> single[] = {
            {"/20231130/models/", Operation::GetModel},
            {"/20231130/endpoints/", Operation::GetEndpoint}};
    for (const auto &[start, operation] : single) {
        if (!route.path.startsWith(start) || (!service.isEmpty() && service != "generativeai"))
            continue;
        route.operation = operation;
        route.methodAllowed = request.method == "GET";
        route.name = QByteArray::fromPercentEncoding(route.path.sliced(start.size()));
    }
    constexpr QByteArrayView apiKeys("/20231130/apikeys");
    if (route.path.startsWith(apiKeys) && (service.isEmpty() || service == "generativeai"))
        readApiKeyPath(QByteArrayView(route.path).sliced(apiKeys.size()), request.method, route);
    if (service.isEmpty() || service == "modeldeployment")
        readPredictPath(request.method, route);
    constexpr QByteArrayView responses("/openai/v1/responses/");
    if (route.path.startsWith(responses) &&
        (service.isEmpty() || service == "inference.generativeai"))
        readResponsePath(QByteArrayView(route.path).sliced(responses.size()), request.method,
                         route);
    constexpr QByteArrayView tenancies("/20160918/tenancies/");
    constexpr QByteArrayView subscriptions("/regionSubscriptions");
    if (route.path.startsWith(tenancies) && route.path.endsWith(subscriptions) &&
        route.path.size() > tenancies.size() + subscriptions.size() &&
        (service.isEmpty() || service == "identity")) {
        route.operation = Operation::RegionSubscriptions;
        route.methodAllowed = request.method == "GET";
        route.name = QByteArray::fromPercentEncoding(
                route.path.sliced(tenancies.size()).chopped(subscriptions.size()));
    }
    return route;
}

} // namespace oci::demo
