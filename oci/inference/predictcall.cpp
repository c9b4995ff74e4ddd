// SPDX-License-Identifier: MIT
#include "oci/inference/predictcall.h"

#include <QUrl>

using namespace Qt::StringLiterals;
using core::Error;

namespace oci {

namespace {

//! The way that is really taken.
PredictPath taken(PredictPath path, bool streams)
{
    return path == PredictPath::ResponseStream && !streams ? PredictPath::Predict : path;
}

QByteArrayView lastPart(PredictPath path)
{
    switch (path) {
    case PredictPath::ResponseStream:
        return "/predictWithResponseStream";
    case PredictPath::Predict:
        return "/predict";
    case PredictPath::OpenAi:
        return "/predict/v1/chat/completions";
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

core::Result<QUrl> deploymentUrl(const ChatTarget &target, const Endpoints &endpoints,
                                 const QString &ownRegion)
{
    const QString &region = target.region.isEmpty() ? ownRegion : target.region;
    if (!target.callUrl.isEmpty())
        return endpoints.deployment(QUrl(target.callUrl, QUrl::StrictMode), region);
    return endpoints.base(Service::ModelDeployment, region).transform([&target](const QUrl &base) {
        return joined(base, '/' + QUrl::toPercentEncoding(target.id));
    });
}

void addPredictPath(OutgoingRequest &request, PredictPath path, bool streams)
{
    const PredictPath way = taken(path, streams);
    request.url = joined(request.url, lastPart(way));
    if (way == PredictPath::OpenAi)
        return; // the path says it all
    request.headers.emplaceBack("route", "/v1/chat/completions");
    request.headers.emplaceBack("enable-streaming", streams ? "true" : "false");
}

std::optional<PredictPath> nextPredictPath(PredictPath path, bool streams, const Error &error)
{
    const int status = error.upstreamStatus;
    if (status != 404 && status != 405 && status != 501)
        return {};
    switch (taken(path, streams)) {
    case PredictPath::ResponseStream:
        return PredictPath::Predict;
    case PredictPath::Predict:
        return PredictPath::OpenAi;
    case PredictPath::OpenAi:
        break;
    }
    return {};
}

Error explainedPredict(Error error)
{
    if (error.upstreamStatus == 503) {
        error.advice =
                u"A model deployment that was made or changed a short while ago takes some minutes "
                "until it answers: look at its state in the OCI console, and try again."_s;
    } else if (error.code == core::ErrorCode::Protocol && error.message.contains("no choices"_L1)) {
        error.advice = u"Only model deployments that speak OpenAI's chat completions can be "
                       "chatted with, such as those of AI Quick Actions."_s;
    }
    return error;
}

} // namespace oci
