// SPDX-License-Identifier: MIT
#pragma once

#include "oci/auth/instanceprincipal.h"
#include "oci/auth/principalauth.h"

#include <QByteArrayView>
#include <QProcessEnvironment>

namespace oci {

//! What OCI_RESOURCE_PRINCIPAL_* say, version 1.1 (protocol reference, 4.4).
struct ResourceExchangeSettings {
    QUrl tokenEndpoint;   //!< …_RPT_ENDPOINT
    QUrl sessionEndpoint; //!< …_RPST_ENDPOINT; empty: the region's auth endpoint
    QString path;         //!< …_RPT_PATH; "{id}" in it is replaced
    QString id;           //!< …_RPT_ID; empty: the instance's OCID
    QString region;       //!< …_REGION; empty: the instance's
};

//! Reads the variables. A missing or unusable one is an ErrorCode::InvalidRequest that names it.
[[nodiscard]] core::Result<ResourceExchangeSettings>
resourceExchangeSettings(const QProcessEnvironment &environment);

//! The two tokens that the resource's service gives an instance.
struct ResourceTokens {
    QByteArray resource;
    QByteArray service;

    bool operator==(const ResourceTokens &) const = default;
};

//! From the answer of that service; anything else is an ErrorCode::Protocol.
[[nodiscard]] core::Result<ResourceTokens> readResourceTokens(QByteArrayView body);

//! Signs in as a resource by way of the instance that it runs on: the instance asks the
//! resource's service for its tokens, and exchanges them for a session.
//!
//! Lives in the thread that uses the network pool, which, like clock and threads, outlives it.
class ResourceExchange final : public CredentialSource
{
    Q_OBJECT

public:
    ResourceExchange(NetworkPool &network, const core::Clock &clock, QThreadPool &pool,
                     ResourceExchangeSettings settings, const InstanceSettings &instance);

    QFuture<core::Result<PrincipalCredential>> fetch() override;
    QFuture<core::Result<PrincipalFacts>> facts() override;
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString advice() const override;

private:
    using Credential = core::Result<PrincipalCredential>;

    QFuture<core::Result<QString>> region();
    QFuture<core::Result<QUrl>> tokenUrl();
    QFuture<Credential> exchange(const QString &region, const ResourceTokens &tokens);
    QFuture<Credential> exchange(const QUrl &url, const ResourceTokens &tokens,
                                 const PrivateKey &session);

    QThreadPool &m_pool;
    ResourceExchangeSettings m_settings;
    InstanceSettings m_instance;
    InstanceMetadata m_metadata;
    PrincipalAuth m_auth; //!< the instance's
    SignedClient m_client;
    QString m_region; //!< once it is known
};

} // namespace oci
