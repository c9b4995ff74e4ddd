// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"

#include <QByteArray>
#include <QUrlQuery>

namespace oci::demo {

//! Which operation a request is for.
enum class Operation {
    Unknown,
    Control,
    ListModels,
    GetModel,
    Chat,
    OpenAiChat,
    RefreshToken,
    GenerateToken,
    Metadata,      //!< of an instance, unsigned
    Federation,    //!< signed by an instance's certificate
    ResourceToken, //!< signed by an instance's session, as is the next
    ResourceSession,
    WorkloadToken, //!< with the token of a service account of Kubernetes
    SignInPage,
    ListEndpoints,
    GetEndpoint,
    ListClusters,
    ListImportedModels,
    ListCompartments,
    RegionSubscriptions,
    EmbedText,
    RerankText,
    ApplyGuardrails,
    CreateResponse,
    GetResponse,
    DeleteResponse,
    CancelResponse,
    ListInputItems,
    DiscoverModels,
    ListProjects,
    ListRoutingProfiles,
    ListDeployments,
    Predict,     //!< chats with a model deployment
    ListApiKeys, //!< from here to the end: isApiKeyCall()
    CreateApiKey,
    GetApiKey,
    UpdateApiKey,
    DeleteApiKey,
    RenewApiKey,
    SetApiKeyState,
    MoveApiKey,
};

//! What is answered by a model, word by word if that is asked for.
[[nodiscard]] bool isChat(Operation operation);
//! What comes to a path below /openai/v1, or to its older base.
[[nodiscard]] bool isOpenAi(Operation operation);

//! A request's target, taken apart.
struct Route {
    Operation operation = Operation::Unknown;
    bool methodAllowed = true;
    QByteArray region; //!< of the path's prefix; empty: it had none
    QByteArray path;   //!< after the prefix, percent-encoded
    QByteArray name;   //!< of a model, an endpoint, a response and so on, decoded
    QUrlQuery query;

    bool operator==(const Route &) const = default;
};

//! Paths may begin with "/{region}/{service}", as GATEHOUSE_OCI_ENDPOINT puts it there; the
//! service must then be the one that has the operation.
[[nodiscard]] Route routeOf(const core::http::Request &request);

} // namespace oci::demo
