// SPDX-License-Identifier: MIT
#pragma once

#include "oci/auth/credentialsource.h"
#include "oci/auth/federationcall.h"
#include "oci/auth/instancemetadata.h"
#include "oci/config/endpoints.h"
#include "oci/config/regiontable.h"

class QThreadPool;

namespace oci {

//! What an instance principal is told from outside. All may be empty.
struct InstanceSettings {
    QString region; //!< empty: the instance's own
    Endpoints endpoints;
    RegionTable regions;
    QString metadataBase;       //!< GATEHOUSE_IMDS_ENDPOINT
    QString federationEndpoint; //!< OCI_CLI_FEDERATION_ENDPOINT, with or without "/v1/x509"
};

//! Signs in as the instance that the program runs on (protocol reference, 4.1 and 4.2): its
//! certificates are exchanged for a session token. At each time the metadata service is asked for
//! the certificates of that moment, and a new session key is made, on the pool (100 ms of CPU).
//!
//! Lives in the thread that uses the network pool, which, like clock and threads, outlives it.
class InstancePrincipal final : public CredentialSource
{
    Q_OBJECT

public:
    InstancePrincipal(NetworkPool &network, const core::Clock &clock, QThreadPool &pool,
                      InstanceSettings settings, ClientSettings metadata = metadataSettings());

    QFuture<core::Result<PrincipalCredential>> fetch() override;
    QFuture<core::Result<PrincipalFacts>> facts() override;
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString advice() const override;

private:
    using Credential = core::Result<PrincipalCredential>;

    QFuture<core::Result<QUrl>> federationUrl();
    QFuture<core::Result<QString>> region();
    QFuture<Credential> exchange(const QUrl &url, const InstanceIdentity &identity);
    QFuture<Credential> exchange(const QUrl &url, const InstanceIdentity &identity,
                                 const PrivateKey &session);

    QThreadPool &m_pool;
    InstanceSettings m_settings;
    InstanceMetadata m_metadata;
    FederationAuth m_auth;
    SignedClient m_client;
    QString m_region;  //!< once it is known
    QString m_tenancy; //!< of the first certificate
};

} // namespace oci
