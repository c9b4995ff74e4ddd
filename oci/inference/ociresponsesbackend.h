// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/responsesbackend.h"
#include "oci/http/signedclient.h"
#include "oci/inference/responsescall.h"

namespace oci {

//! OCI's own Responses API, signed or with a bearer key (protocol reference, 8).
//!
//! Lives in the client's thread. Client and catalog outlive it, and it outlives its streams;
//! destroying it cancels what else is under way.
class OciResponsesBackend final : public core::ResponsesBackend
{
public:
    //! `catalog`, which may be null, tells what names stand for.
    OciResponsesBackend(SignedClient &client, const core::ModelCatalog *catalog,
                        ChatSettings settings);

    [[nodiscard]] bool servesResponses(const QString &model) const override;
    QFuture<core::Result<core::ResponsesAnswer>>
    createResponse(const boost::json::object &body) override;
    std::unique_ptr<core::ResponsesStream> streamResponse(const boost::json::object &body) override;
    QFuture<core::Result<core::ResponsesAnswer>> retrieveResponse(const QString &id,
                                                                  const QUrlQuery &query) override;
    QFuture<core::Result<core::ResponsesAnswer>> deleteResponse(const QString &id) override;
    QFuture<core::Result<core::ResponsesAnswer>> cancelResponse(const QString &id) override;
    QFuture<core::Result<core::ResponsesAnswer>> listInputItems(const QString &id,
                                                                const QUrlQuery &query) override;

private:
    QFuture<core::Result<core::ResponsesAnswer>> send(core::Result<OutgoingRequest> request,
                                                      const core::Served &served);
    QFuture<core::Result<core::ResponsesAnswer>> sendStored(StoredAction action, const QString &id,
                                                            const QUrlQuery &query);

    SignedClient &m_client;
    const core::ModelCatalog *m_catalog;
    ChatSettings m_settings;
    QObject m_context; //!< of what is under way
};

} // namespace oci
