// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/clock.h"
#include "core/secret.h"
#include "oci/auth/credentialsource.h"

#include <QByteArrayView>
#include <QProcessEnvironment>

#include <memory>

class QThreadPool;

namespace oci {

//! Where a pod of a Kubernetes cluster (OKE) finds who it is (protocol reference, 4.5).
struct WorkloadSettings {
    std::shared_ptr<const core::Secret> token; //!< OCI_KUBERNETES_SERVICE_ACCOUNT_TOKEN_STRING
    QString tokenFile; //!< …_TOKEN_PATH, or Kubernetes' own place; counts without `token`
    QString caFile;    //!< OCI_KUBERNETES_SERVICE_ACCOUNT_CERT_PATH, or Kubernetes' own place
    QString host;      //!< KUBERNETES_SERVICE_HOST
    quint16 port = 12250;
    QString region; //!< OCI_RESOURCE_PRINCIPAL_REGION, an identifier or a short key; may be empty
};

//! Reads the variables. Outside of a cluster it is an ErrorCode::InvalidRequest that says so.
[[nodiscard]] core::Result<WorkloadSettings>
workloadSettings(const QProcessEnvironment &environment);

//! The session token in the answer of the cluster's proxy: base64, or a JSON text of it, of
//! `{"token":"ST$…"}`; without the "ST$". Anything else is an ErrorCode::Protocol.
[[nodiscard]] core::Result<QByteArray> readWorkloadAnswer(QByteArrayView body);

//! Signs in as a pod: the token of its service account, which Kubernetes exchanges from time to
//! time and which is read anew each time, is given for a session token, and a new session key is
//! made. The cluster's certificate alone is trusted, and no proxy is asked.
//!
//! Lives in one thread; clock and pool outlive it.
class WorkloadIdentity final : public CredentialSource
{
    Q_OBJECT

public:
    //! A token is exchanged again at this share of its life.
    static constexpr double renewalShare = 0.5;

    WorkloadIdentity(const core::Clock &clock, QThreadPool &pool, WorkloadSettings settings);
    ~WorkloadIdentity() override;

    QFuture<core::Result<PrincipalCredential>> fetch() override;
    QFuture<core::Result<PrincipalFacts>> facts() override;
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString advice() const override;
    [[nodiscard]] Caller caller() const override { return Caller::Workload; }

private:
    class Call;

    [[nodiscard]] core::Result<std::shared_ptr<const core::Secret>> serviceAccountToken() const;
    QFuture<core::Result<PrincipalCredential>> exchange(const PrivateKey &session);

    const core::Clock &m_clock;
    QThreadPool &m_pool;
    WorkloadSettings m_settings;
    std::unique_ptr<Call> m_call; //!< the last one
};

} // namespace oci
