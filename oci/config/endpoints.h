// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "oci/config/regiontable.h"

#include <QString>
#include <QUrl>

namespace oci {

enum class Service {
    Inference,  //!< inference.generativeai
    Management, //!< generativeai
    Identity,
    Auth,
    Login,
    DataScience,
    ModelDeployment,
};

//! Where the services of a region are (protocol reference, 6.1).
//!
//! A template of the user's wins: a URL in which `{region}` and `{service}` are replaced; its
//! path is a prefix of every request's path and is signed with it.
class Endpoints
{
public:
    Endpoints() = default;
    //! `everything` from GATEHOUSE_OCI_ENDPOINT, `inference` from GATEHOUSE_OCI_ENDPOINT_INFERENCE;
    //! empty: Oracle's own hosts.
    explicit Endpoints(QString everything, QString inference = {});
    //! The same with a table that knows more regions than the built-in one.
    explicit Endpoints(RegionTable regions, QString everything = {}, QString inference = {});

    //! Scheme, host and, with a template, the path prefix without a trailing slash. The region
    //! may be a short key in any case ("IAD"); one that no table knows is taken to be in OC1.
    [[nodiscard]] core::Result<QUrl> base(Service service, const QString &region) const;

    //! Whether requests for a region go to it: an endpoint without {region} in it has one place.
    [[nodiscard]] bool isRegional(Service service) const;
    [[nodiscard]] const RegionTable &regions() const { return m_regions; }
    //! The URL of a model deployment as the service names it; with a template, the template's
    //! host and path prefix before the path of that URL.
    [[nodiscard]] core::Result<QUrl> deployment(const QUrl &modelDeploymentUrl,
                                                const QString &region) const;

private:
    RegionTable m_regions;
    QString m_everything;
    QString m_inference;
};

//! Puts an already encoded path (and query) behind a base, e.g. "/20231130/models?limit=5".
[[nodiscard]] QUrl joined(const QUrl &base, QByteArrayView encodedPathAndQuery);

} // namespace oci
