// SPDX-License-Identifier: MIT
#include "oci/config/endpoints.h"

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;

namespace oci {

namespace {

QString serviceName(Service service)
{
    switch (service) {
    case Service::Inference:
        return u"inference.generativeai"_s;
    case Service::Management:
        return u"generativeai"_s;
    case Service::Identity:
        return u"identity"_s;
    case Service::Auth:
        return u"auth"_s;
    case Service::Login:
        return u"login"_s;
    case Service::DataScience:
        return u"datascience"_s;
    case Service::ModelDeployment:
        return u"modeldeployment"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

//! The template of Oracle's own hosts (protocol reference, 6.1 and 10.1).
QString oracleHosts(Service service, const Region &region)
{
    switch (service) {
    case Service::Auth:
    case Service::Login:
        return u"https://{service}.{region}.%1"_s.arg(region.domain);
    case Service::ModelDeployment:
        return region.domain == "oraclecloud.com"_L1
                       ? u"https://{service}.{region}.oci.customer-oci.com"_s
                       : u"https://md.datascience.{region}.oci.%1"_s.arg(region.domain);
    case Service::Inference:
    case Service::Management:
    case Service::Identity:
    case Service::DataScience:
        return u"https://{service}.{region}.oci.%1"_s.arg(region.domain);
    }
    Q_UNREACHABLE_RETURN({});
}

std::unexpected<Error> invalid(const QString &given, const QString &problem)
{
    return std::unexpected(Error{
            .code = ErrorCode::InvalidRequest,
            .message = u"The endpoint '%1' cannot be used: %2. An endpoint looks like "
                       "https://{service}.{region}.example.com"_s.arg(given.left(200), problem),
            .param = u"endpoint"_s});
}

Result<QUrl> readUrl(const QString &text, const QString &given)
{
    QUrl url(text, QUrl::StrictMode);
    if (text.contains(u'{') || text.contains(u'}'))
        return invalid(given, u"only {region} and {service} are replaced"_s);
    if (!url.isValid())
        return invalid(given, u"it is no valid URL"_s);
    if (url.scheme() != "https"_L1 && url.scheme() != "http"_L1)
        return invalid(given, u"it must begin with https:// or http://"_s);
    if (url.host().isEmpty())
        return invalid(given, u"it names no host"_s);
    if (!url.userInfo().isEmpty())
        return invalid(url.toDisplayString(QUrl::RemoveUserInfo), u"it holds a user or password"_s);
    if (url.hasQuery() || url.hasFragment())
        return invalid(given, u"it must have neither '?' nor '#'"_s);
    if (url.port() == (url.scheme() == "https"_L1 ? 443 : 80))
        url.setPort(-1); // so that the signed host is the one that servers expect
    QString path = url.path(QUrl::FullyEncoded);
    while (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(path, QUrl::TolerantMode);
    return url;
}

} // namespace

Endpoints::Endpoints(QString everything, QString inference)
    : Endpoints(RegionTable(), std::move(everything), std::move(inference))
{
}

Endpoints::Endpoints(RegionTable regions, QString everything, QString inference)
    : m_regions(std::move(regions))
    , m_everything(everything.trimmed())
    , m_inference(inference.trimmed())
{
}

Result<QUrl> Endpoints::base(Service service, const QString &region) const
{
    const bool isOverridden = service == Service::Inference && !m_inference.isEmpty();
    const QString given = isOverridden ? m_inference : m_everything;
    QString text = given;
    // An endpoint that has no region in it needs none.
    if (text.isEmpty() || text.contains("{region}"_L1)) {
        const auto known = m_regions.resolve(region);
        if (!known)
            return std::unexpected(known.error());
        if (text.isEmpty())
            text = oracleHosts(service, *known);
        text.replace("{region}"_L1, known->identifier);
    }
    text.replace("{service}"_L1, serviceName(service));
    return readUrl(text, given);
}

bool Endpoints::isRegional(Service service) const
{
    const bool isOverridden = service == Service::Inference && !m_inference.isEmpty();
    const QString &given = isOverridden ? m_inference : m_everything;
    return given.isEmpty() || given.contains("{region}"_L1);
}

Result<QUrl> Endpoints::deployment(const QUrl &modelDeploymentUrl, const QString &region) const
{
    if (!m_everything.isEmpty()) {
        const QByteArray path = modelDeploymentUrl.path(QUrl::FullyEncoded).toUtf8();
        return base(Service::ModelDeployment, region).transform([&path](const QUrl &url) {
            return joined(url, path);
        });
    }
    const QString text = modelDeploymentUrl.toString(QUrl::FullyEncoded);
    if (modelDeploymentUrl.scheme() != "https"_L1)
        return invalid(text, u"a model deployment's begins with https://"_s);
    return readUrl(text, text);
}

QUrl joined(const QUrl &base, QByteArrayView encodedPathAndQuery)
{
    QByteArray url = base.toEncoded();
    while (url.endsWith('/'))
        url.chop(1);
    if (!encodedPathAndQuery.isEmpty() && !encodedPathAndQuery.startsWith('/') &&
        !encodedPathAndQuery.startsWith('?'))
        url += '/';
    return QUrl::fromEncoded(url + encodedPathAndQuery.toByteArray());
}

} // namespace oci
