// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "oci/auth/privatekey.h"
#include "oci/demo/demoaccount.h"
#include "oci/demo/refusal.h"

#include <QByteArray>
#include <QDateTime>
#include <QHash>

#include <chrono>

namespace oci::demo {

//! What programs that run in OCI find around them: the metadata service of an instance
//! (/opc/v2/…), the services that give session tokens to an instance, a resource and a pod.
//! Protocol reference, 4.
class DemoPrincipals
{
public:
    using Answer = Judged<core::http::Response>;

    //! The account outlives it; its key is the instance's, too.
    explicit DemoPrincipals(DemoAccount &account) : m_account(account) { }

    //! Of a path below /opc/v2/.
    [[nodiscard]] Answer metadata(const core::http::Request &request, const QDateTime &now);
    //! Of POST /v1/x509, whose signature is judged, too.
    [[nodiscard]] Answer federate(const core::http::Request &request, const QDateTime &now);
    //! Of the two calls by which an instance gets the session of a resource (version 1.1).
    [[nodiscard]] Answer resourceToken();
    [[nodiscard]] Answer resourceSession(const core::http::Request &request, const QDateTime &now);
    //! Of POST /resourcePrincipalSessionTokens, whose bearer token is judged, too.
    [[nodiscard]] Answer workloadToken(const core::http::Request &request, const QDateTime &now);

    //! A session token for `key`, as the platform writes it into the files of a resource.
    [[nodiscard]] QByteArray issue(const PublicKey &key, const QDateTime &now);
    //! A token of a pod's service account, as Kubernetes writes it, good for an hour.
    [[nodiscard]] QByteArray serviceAccountToken(const QDateTime &now);
    //! Of session tokens to be issued.
    void setLifetime(std::chrono::seconds lifetime) { m_lifetime = lifetime; }
    [[nodiscard]] int issued() const { return m_issued; }
    //! The instance gets another certificate; the old one no longer counts.
    void rotate() { m_certificate.clear(); }

private:
    //! PEM; made when first asked for.
    [[nodiscard]] Judged<QByteArray> certificate(const QDateTime &now);
    //! A session for the key in a field, PEM without BEGIN and END.
    [[nodiscard]] Judged<QByteArray> sessionFor(const core::http::Request &request,
                                                std::string_view field, const QDateTime &now);

    DemoAccount &m_account;
    QByteArray m_certificate;
    QByteArray m_resourceToken;
    QHash<QByteArray, QDateTime> m_serviceAccounts; //!< tokens and their ends
    std::chrono::seconds m_lifetime{20 * 60};
    int m_issued = 0;
};

} // namespace oci::demo
