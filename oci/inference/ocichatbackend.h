// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/chatbackend.h"
#include "oci/discovery/endpointlookup.h"
#include "oci/http/accessadvice.h"
#include "oci/http/signedclient.h"
#include "oci/inference/chatcall.h"

#include <QHash>

namespace core {
class ModelCatalog;
}

namespace oci {

//! The chats of one connection: a signed one speaks the native API in the format of the model, one
//! with a bearer key the OpenAI-compatible endpoint (protocol reference, 5.3).
//!
//! Lives in the client's thread. Client and catalog outlive it, and it outlives its streams.
class OciChatBackend final : public core::ChatBackend
{
public:
    //! `catalog`, which may be null, tells endpoints by their display names and models by OCIDs.
    OciChatBackend(SignedClient &client, const core::ModelCatalog *catalog, ChatSettings settings);

    std::unique_ptr<core::ChatStream> startChat(const core::ChatRequest &request) override;

private:
    friend class OciChatStream;

    //! `endpoint`: what the service said of the endpoint that the model's name is an OCID of.
    [[nodiscard]] core::Result<ChatCall>
    callFor(const QString &model, const std::optional<core::ModelInfo> &endpoint = {}) const;
    //! Whether the endpoint that is called is in a compartment that nobody has told of (14.23).
    [[nodiscard]] bool isUnknownEndpoint(const ChatTarget &target) const;
    [[nodiscard]] core::Result<OutgoingRequest> outgoing(const ChatCall &call,
                                                         const core::ChatRequest &request);
    //! What can be said about a target that OCI did not find.
    [[nodiscard]] AccessFacts factsOf(const ChatTarget &target) const;
    //! For the rest of the session: what a model has refused is not sent to it again.
    void learn(const QString &modelId, const ModelProfile &profile);

    SignedClient &m_client;
    const core::ModelCatalog *m_catalog;
    ChatSettings m_settings;
    EndpointLookup m_lookup;
    QHash<QString, ModelProfile> m_learned;
    QHash<std::pair<Transport, QString>, QUrl> m_urls; //!< by transport and region
};

} // namespace oci
