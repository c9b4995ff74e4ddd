// SPDX-License-Identifier: MIT
#include "oci/demo/demodeployments.h"

#include "core/json/json.h"
#include "oci/demo/demoaccount.h"
#include "oci/demo/openairequest.h"

#include <QTimeZone>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;

namespace oci::demo {

namespace {

constexpr auto home = "us-chicago-1";
constexpr auto servedName = "odsc-llm";
constexpr QByteArrayView chatRoute("/v1/chat/completions");
constexpr QByteArrayView streamPath("/predictWithResponseStream");
constexpr QByteArrayView predictPath("/predict");
constexpr QByteArrayView openAiPath("/predict/v1/chat/completions");

boost::json::string text(QByteArrayView bytes)
{
    return core::json::string(bytes);
}

const DemoDeployment *findDeployment(QByteArrayView id, QByteArrayView region)
{
    const auto found = std::ranges::find_if(
            demoDeployments(), [&](const DemoDeployment &each) { return each.id() == id; });
    return found == demoDeployments().end() || region != home ? nullptr : &*found;
}

//! It answers by the name of AI Quick Actions, whatever is behind it.
const DemoModel &modelBehind(const DemoDeployment &deployment)
{
    const auto named = [](bool streams) {
        DemoModel model = *findModel("meta.llama-3.3-70b-instruct", home);
        model.name = servedName;
        model.streams = streams;
        return model;
    };
    static const DemoModel streaming = named(true);
    static const DemoModel whole = named(false);
    return deployment.streams ? streaming : whole;
}

//! What stands behind the OCID in the path.
QByteArrayView lastPart(const Route &route)
{
    return QByteArrayView(route.path).sliced(route.path.indexOf('/', 1));
}

} // namespace

QByteArray DemoDeployment::id() const
{
    return QByteArray("ocid1.datasciencemodeldeployment.oc1.") + home + ".demo" + name;
}

const QList<DemoDeployment> &demoDeployments()
{
    static const QList<DemoDeployment> deployments{
            {.name = "deployed-llama"},
            {.name = "deployed-batch-llama", .streams = false},
            {.name = "starting-llama", .state = "CREATING"},
            {.name = "churn-forecast", .state = "INACTIVE", .chats = false},
    };
    return deployments;
}

array deploymentList(const QDateTime &now)
{
    const QDateTime made = now.toUTC().date().addDays(-30).startOfDay(QTimeZone::UTC);
    array all;
    for (const DemoDeployment &each : demoDeployments()) {
        object json{{"id", text(each.id())},
                    {"displayName", text(each.name)},
                    {"description", "Simulated by the demo service"},
                    {"compartmentId", text(DemoAccount::compartment())},
                    {"timeCreated", text(wireTime(made))},
                    {"lifecycleState", text(each.state)},
                    {"modelDeploymentUrl", text(QByteArray("https://modeldeployment.") + home +
                                                ".oci.customer-oci.com/" + each.id())}};
        if (each.chats)
            json["freeformTags"] = object{{"OCI_AQUA", "active"}};
        all.push_back(std::move(json));
    }
    return all;
}

void readPredictPath(const QByteArray &method, Route &route)
{
    constexpr std::array paths{streamPath, predictPath, openAiPath};
    const qsizetype slash = route.path.indexOf('/', 1);
    if (slash < 0 || !route.path.startsWith("/ocid1.datasciencemodeldeployment.") ||
        !std::ranges::contains(paths, QByteArrayView(route.path).sliced(slash)))
        return;
    route.operation = Operation::Predict;
    route.methodAllowed = method == "POST";
    route.name = QByteArray::fromPercentEncoding(route.path.sliced(1, slash - 1));
}

Judged<ChatCall> readPredictCall(const core::http::Request &request, const object &body)
{
    auto call = readOpenAiRequest(body);
    if (!call)
        return call;
    const QByteArrayView path = request.path();
    if (path.endsWith(openAiPath))
        return call; // as any container of OpenAI's API
    const QByteArray route = request.header("route");
    if (!route.isEmpty() && route != chatRoute)
        return std::unexpected(badFormat(u"route"_s, u"only chat completions are served"_s));
    // A plain call is answered whole unless the header says otherwise.
    if (path.endsWith(predictPath) && request.header("enable-streaming") != "true")
        call->chat.stream = false;
    return call;
}

Judged<const DemoModel *> deployedModel(const ChatCall &call, const Route &route,
                                        const QByteArray &region)
{
    const DemoDeployment *deployment = findDeployment(route.name, region);
    if (!deployment || deployment->state == "INACTIVE")
        return std::unexpected(notAuthorizedOrNotFound());
    if (deployment->state == "CREATING") {
        return std::unexpected(Refusal{.status = 503,
                                       .code = "ServiceUnavailable",
                                       .message = u"The model deployment is starting"_s});
    }
    if (!deployment->streams && lastPart(route) == streamPath)
        return std::unexpected(notAuthorizedOrNotFound());
    const DemoModel &model = modelBehind(*deployment);
    if (call.model.toUtf8() != model.name) {
        return std::unexpected(
                Refusal{.status = 404,
                        .code = "NotFoundError",
                        .message = u"The model `%1` does not exist."_s.arg(call.model.left(100))});
    }
    if (call.chat.stream && !model.streams) {
        return std::unexpected(
                Refusal{.code = "InvalidParameter",
                        .message = u"Streaming (stream) is not supported by this deployment"_s});
    }
    return &model;
}

} // namespace oci::demo
