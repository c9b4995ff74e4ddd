// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/apikeys.h"
#include "oci/config/endpoints.h"
#include "oci/http/signedclient.h"

#include <QObject>

namespace oci {

struct ApiKeySettings {
    QString region;
    QString compartmentId; //!< whose keys are listed, and where new ones are made
    Endpoints endpoints;
};

//! Manages Generative AI API keys on the management plane (protocol reference, 5.5). For signed
//! connections: a client with a bearer key is refused before anything is sent.
//!
//! Values of secrets are in the answers alone: neither logs nor errors hold one. A 403 or 404 names
//! the IAM policy that may be missing. Lives in the client's thread; the client outlives it.
class OciApiKeys final : public core::ApiKeys
{
public:
    OciApiKeys(SignedClient &client, ApiKeySettings settings);

    [[nodiscard]] QUrl openAiBase() const override;
    QFuture<core::Result<QList<core::ApiKey>>> list() override;
    QFuture<core::Result<core::ApiKey>> get(const QString &id) override;
    //! Sent with an opc-retry-token, as is renew(): sent twice, it is done once.
    QFuture<core::Result<core::IssuedApiKey>> create(const core::ApiKeyDraft &draft) override;
    QFuture<core::Result<core::ApiKey>> update(const core::ApiKey &key, const QString &name,
                                               const QString &description) override;
    QFuture<core::Result<core::IssuedApiKey>>
    renew(const core::ApiKey &key, const QString &secretName, const QDateTime &expires) override;
    QFuture<core::Result<core::ApiKey>> setState(const core::ApiKey &key, const QString &secretName,
                                                 core::ApiKeySecret::State state) override;
    QFuture<core::Result<void>> remove(const core::ApiKey &key) override;

private:
    [[nodiscard]] core::Result<OutgoingRequest> request(const QByteArray &method,
                                                        const QByteArray &pathAndQuery,
                                                        const core::ApiKey &key = {}) const;
    //! A request that ends with one value read from its answer.
    template<typename T, typename Read>
    QFuture<core::Result<T>> ask(core::Result<OutgoingRequest> request, const QString &name,
                                 Read read);
    [[nodiscard]] core::Error explained(core::Error error, const QString &name) const;
    [[nodiscard]] core::Result<core::IssuedApiKey> readIssued(const WholeReply &reply) const;

    SignedClient &m_client;
    ApiKeySettings m_settings;
    QObject m_context; //!< of what is under way
};

} // namespace oci
