// SPDX-License-Identifier: MIT
#pragma once

#include "core/error.h"
#include "core/result.h"
#include "oci/auth/authprovider.h"
#include "oci/config/endpoints.h"
#include "oci/inference/chattarget.h"

#include <QByteArrayView>
#include <QUrl>

#include <optional>

namespace oci {

//! How a model deployment of Data Science is asked (protocol reference, 10.2), in the order of
//! trying: which of them a container answers is not told anywhere.
enum class PredictPath {
    ResponseStream, //!< {deployment}/predictWithResponseStream; what is asked whole goes to Predict
    Predict,        //!< {deployment}/predict, its headers say which API and whether to stream
    OpenAi,         //!< {deployment}/predict/v1/chat/completions
};

//! The model's name in requests to containers of AI Quick Actions.
inline constexpr QLatin1StringView servedModel("odsc-llm");

//! Where requests to a deployment go, without the last part of the path.
[[nodiscard]] core::Result<QUrl> deploymentUrl(const ChatTarget &target, const Endpoints &endpoints,
                                               const QString &ownRegion);

//! Puts the last part of the path and the headers that it needs into a request.
void addPredictPath(OutgoingRequest &request, PredictPath path, bool streams);

//! What to try after a refusal; nothing if it was about something else, or all has been tried.
[[nodiscard]] std::optional<PredictPath> nextPredictPath(PredictPath path, bool streams,
                                                         const core::Error &error);

//! The error with what is to be done about it where it is the deployment's own.
[[nodiscard]] core::Error explainedPredict(core::Error error);

} // namespace oci
