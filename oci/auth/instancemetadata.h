// SPDX-License-Identifier: MIT
#pragma once

#include "oci/auth/instanceidentity.h"
#include "oci/http/networkpool.h"
#include "oci/http/signedclient.h"

#include <QList>
#include <QUrl>

#include <memory>

namespace oci {

//! "http://169.254.169.254/opc/v2", and its IPv6 form for networks without IPv4 (protocol
//! reference, 4.1).
[[nodiscard]] QList<QUrl> metadataAddresses();
//! Two seconds to connect, three attempts: who is not on OCI is to learn it soon.
[[nodiscard]] ClientSettings metadataSettings();

//! Asks the metadata service of an OCI instance (IMDS v2). Never through a proxy: a proxy would
//! answer with its own identity, or not at all. Lives in one thread; the clock outlives it.
//!
//! Where the service is not reached the error has the reason "not_on_oci".
class InstanceMetadata final : public QObject
{
    Q_OBJECT

public:
    static constexpr auto notOnOci = "not_on_oci";

    //! `base`, of GATEHOUSE_IMDS_ENDPOINT, replaces both addresses; empty: they count.
    InstanceMetadata(const core::Clock &clock, const QString &base,
                     ClientSettings settings = metadataSettings());
    //! `bases`: at least one.
    InstanceMetadata(const core::Clock &clock, QList<QUrl> bases, ClientSettings settings);
    ~InstanceMetadata() override;

    //! As the instance has it: an identifier or a short key, lower case.
    QFuture<core::Result<QString>> region();
    //! The certificates and key of this moment: they are exchanged every few hours. Asked once
    //! more where the exchange is going on.
    QFuture<core::Result<InstanceIdentity>> identity();
    //! OCID of the instance.
    QFuture<core::Result<QString>> instanceId();

private:
    using Text = core::Result<QByteArray>;
    class Auth;

    QFuture<Text> text(const QByteArray &path);
    QFuture<core::Result<WholeReply>> fetch(const QUrl &base, const QByteArray &path);
    [[nodiscard]] QUrl baseAfter(const QUrl &unreached);
    QFuture<core::Result<InstanceIdentity>> identityOnce();
    [[nodiscard]] core::Error inWords(const core::Error &error, const QByteArray &path) const;

    NetworkPool m_network{QNetworkProxy::NoProxy};
    std::unique_ptr<Auth> m_auth;
    SignedClient m_client;
    QList<QUrl> m_bases;
    qsizetype m_current = 0; //!< place of the base that is asked; the next where it is not reached
};

} // namespace oci
