// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/modelinfo.h"
#include "oci/config/endpoints.h"
#include "oci/http/signedclient.h"

#include <QHash>
#include <QPromise>

#include <chrono>
#include <map>
#include <vector>

namespace oci {

//! Asks for single endpoints by their OCID, in their own region, which no list has (protocol
//! reference, 9.3). An active one is remembered; who asks while an answer is under way shares it.
//! Lives in the client's thread, and the client outlives it; destroying it cancels.
class EndpointLookup final : public QObject
{
    Q_OBJECT

public:
    EndpointLookup(SignedClient &client, Endpoints hosts,
                   std::chrono::milliseconds patience = std::chrono::seconds(10),
                   QObject *parent = nullptr);
    ~EndpointLookup() override;

    //! The endpoint as a model that is called by its OCID, with its compartment and, where it is
    //! not active, its state. After the time that one is ready to wait the answer is a Timeout.
    QFuture<core::Result<core::ModelInfo>> find(const QString &ocid, const QString &region);
    //! It turned out not to be there any more.
    void forget(const QString &ocid) { m_known.remove(ocid); }

private:
    using Answer = core::Result<core::ModelInfo>;
    struct Asking {
        std::vector<QPromise<Answer>> waiting;
        QFuture<core::Result<WholeReply>> sending;
    };

    void send(const QString &ocid, const QUrl &url);
    void finish(const QString &ocid, const Answer &answer);

    SignedClient &m_client;
    Endpoints m_hosts;
    std::chrono::milliseconds m_patience;
    QHash<QString, core::ModelInfo> m_known; //!< active ones
    std::map<QString, Asking> m_asking;
};

} // namespace oci
