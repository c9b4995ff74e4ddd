// SPDX-License-Identifier: MIT
#include "oci/auth/resourceexchange.h"

#include "core/json/json.h"
#include "oci/http/errormapping.h"

#include <QThreadPool>
#include <QtConcurrentRun>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::Error;
using core::ErrorCode;
using core::Result;

namespace oci {

namespace {

constexpr auto tokenEndpointName = "OCI_RESOURCE_PRINCIPAL_RPT_ENDPOINT"_L1;
constexpr auto sessionEndpointName = "OCI_RESOURCE_PRINCIPAL_RPST_ENDPOINT"_L1;
constexpr auto pathName = "OCI_RESOURCE_PRINCIPAL_RPT_PATH"_L1;
constexpr auto idName = "OCI_RESOURCE_PRINCIPAL_RPT_ID"_L1;
constexpr auto regionName = "OCI_RESOURCE_PRINCIPAL_REGION"_L1;

ClientSettings exchangeSettings()
{
    ClientSettings settings;
    settings.firstByteTimeout = 30s;
    settings.idleTimeout = 30s;
    settings.longestBody = 1024 * 1024;
    return settings;
}

QString howToMend()
{
    return u"Look whether the resource still exists and its instance may act for it"_s;
}

template<typename T>
QFuture<Result<T>> failed(const Error &error)
{
    return QtFuture::makeReadyValueFuture(Result<T>(std::unexpected(error)));
}

Result<QUrl> urlAt(const QProcessEnvironment &environment, QLatin1StringView name)
{
    const QString text = environment.value(name).trimmed();
    QUrl url(text, QUrl::StrictMode);
    const bool isHttp = url.scheme() == "https"_L1 || url.scheme() == "http"_L1;
    if (!text.isEmpty() && (!isHttp || url.host().isEmpty())) {
        return std::unexpected(Error{.code = ErrorCode::InvalidRequest,
                                     .message = u"%1 holds no https:// address"_s.arg(name)});
    }
    return url;
}

Error inWords(Error error, const QString &what)
{
    // That the instance, which asks for it, could not sign in has been explained.
    if (error.reason == "federation_refused"_L1 || error.reason == "metadata"_L1)
        return error;
    if (error.upstreamStatus == 401 && error.reason != QLatin1StringView(clockSkew))
        error.reason = u"resource_refused"_s;
    error.message = what + u": "_s + error.message;
    return signInFailed(std::move(error), u"this resource"_s, howToMend() + u'.');
}

} // namespace

Result<ResourceExchangeSettings> resourceExchangeSettings(const QProcessEnvironment &environment)
{
    const auto tokens = urlAt(environment, tokenEndpointName);
    if (!tokens)
        return std::unexpected(tokens.error());
    const auto sessions = urlAt(environment, sessionEndpointName);
    if (!sessions)
        return std::unexpected(sessions.error());
    if (tokens->isEmpty()) {
        return std::unexpected(
                Error{.code = ErrorCode::InvalidRequest,
                      .message = u"%1 is not set; it is the address of the service that knows the "
                                 "resource"_s.arg(tokenEndpointName)});
    }
    QString path = environment.value(pathName).trimmed();
    if (path.isEmpty())
        path = u"/20180711/resourcePrincipalToken/{id}"_s;
    return ResourceExchangeSettings{.tokenEndpoint = *tokens,
                                    .sessionEndpoint = *sessions,
                                    .path = path,
                                    .id = environment.value(idName).trimmed(),
                                    .region = environment.value(regionName).trimmed().toLower()};
}

Result<ResourceTokens> readResourceTokens(QByteArrayView body)
{
    const auto json = core::json::parseObject(body);
    ResourceTokens tokens;
    if (json) {
        tokens = {.resource = core::json::textAt(*json, "resourcePrincipalToken").toUtf8(),
                  .service = core::json::textAt(*json, "servicePrincipalSessionToken").toUtf8()};
    }
    if (tokens.resource.isEmpty() || tokens.service.isEmpty()) {
        return std::unexpected(
                Error{.code = ErrorCode::Protocol,
                      .message = u"The resource's service answered without its two tokens"_s});
    }
    return tokens;
}

ResourceExchange::ResourceExchange(NetworkPool &network, const core::Clock &clock,
                                   QThreadPool &pool, ResourceExchangeSettings settings,
                                   const InstanceSettings &instance)
    : m_pool(pool)
    , m_settings(std::move(settings))
    , m_instance(instance)
    , m_metadata(clock, instance.metadataBase)
    , m_auth(std::make_unique<InstancePrincipal>(network, clock, pool, instance), clock, pool)
    , m_client(network, m_auth, clock, exchangeSettings())
    , m_region(m_settings.region)
{
}

QFuture<Result<PrincipalCredential>> ResourceExchange::fetch()
{
    return region()
            .then(this,
                  [this](const Result<QString> &region) {
                      if (!region)
                          return failed<PrincipalCredential>(region.error());
                      return tokenUrl()
                              .then(this,
                                    [this](const Result<QUrl> &url) {
                                        return url ? m_client.fetch(
                                                             {.method = "GET",
                                                              .url = *url,
                                                              .headers = {{"accept",
                                                                           "application/json"}}})
                                                   : failed<WholeReply>(url.error());
                                    })
                              .unwrap()
                              .then(this,
                                    [this, region = *region](const Result<WholeReply> &reply) {
                                        if (!reply) {
                                            return failed<PrincipalCredential>(
                                                    inWords(reply.error(), u"its token"_s));
                                        }
                                        const auto tokens = readResourceTokens(reply->body);
                                        return tokens ? exchange(region, *tokens)
                                                      : failed<PrincipalCredential>(tokens.error());
                                    })
                              .unwrap();
                  })
            .unwrap();
}

QFuture<Result<PrincipalFacts>> ResourceExchange::facts()
{
    return fetch().then(this, [this](const Credential &credential) {
        return credential.transform([this](const PrincipalCredential &known) {
            return PrincipalFacts{.region = m_region, .tenancy = known.claims.tenancy};
        });
    });
}

QFuture<Result<QString>> ResourceExchange::region()
{
    const auto known = [this](const Result<QString> &told) -> Result<QString> {
        if (!told)
            return told;
        return m_instance.regions.resolve(*told).transform([this](const auto &region) {
            m_region = region.identifier;
            return m_region;
        });
    };
    if (!m_region.isEmpty())
        return QtFuture::makeReadyValueFuture(known(m_region));
    return m_metadata.region().then(this, known);
}

QFuture<Result<QUrl>> ResourceExchange::tokenUrl()
{
    const auto withId = [this](const Result<QString> &id) {
        return id.transform([this](const QString &text) {
            QString path = m_settings.path;
            path.replace("{id}"_L1, QString::fromLatin1(QUrl::toPercentEncoding(text)));
            return joined(m_settings.tokenEndpoint, path.toUtf8());
        });
    };
    if (!m_settings.path.contains("{id}"_L1) || !m_settings.id.isEmpty())
        return QtFuture::makeReadyValueFuture(Result<QUrl>(withId(m_settings.id)));
    return m_metadata.instanceId().then(this, withId);
}

QFuture<Result<PrincipalCredential>> ResourceExchange::exchange(const QString &region,
                                                                const ResourceTokens &tokens)
{
    const auto base = m_settings.sessionEndpoint.isEmpty()
                              ? m_instance.endpoints.base(Service::Auth, region)
                              : Result<QUrl>(m_settings.sessionEndpoint);
    if (!base)
        return failed<PrincipalCredential>(base.error());
    const QUrl url = joined(*base, "/v1/resourcePrincipalSessionToken");
    return QtConcurrent::run(&m_pool, [] { return PrivateKey::generate(); })
            .then(this,
                  [this, url, tokens](const Result<PrivateKey> &session) {
                      return session ? exchange(url, tokens, *session)
                                     : failed<PrincipalCredential>(session.error());
                  })
            .unwrap();
}

QFuture<Result<PrincipalCredential>>
ResourceExchange::exchange(const QUrl &url, const ResourceTokens &tokens, const PrivateKey &session)
{
    const auto json = [](const QByteArray &text) {
        return core::json::string(QByteArrayView(text));
    };
    return m_client
            .fetch({.method = "POST",
                    .url = url,
                    .headers = {{"accept", "application/json"}},
                    .body = core::json::serialize(boost::json::object{
                            {"resourcePrincipalToken", json(tokens.resource)},
                            {"servicePrincipalSessionToken", json(tokens.service)},
                            {"sessionPublicKey", json(session.publicKeyDer().toBase64())}})})
            .then(this, [session](const Result<WholeReply> &reply) -> Credential {
                if (!reply)
                    return std::unexpected(inWords(reply.error(), u"its session"_s));
                return credentialOf(
                        readTokenAnswer(reply->body, u"The session service for resources of OCI"_s),
                        session);
            });
}

QString ResourceExchange::name() const
{
    return u"this resource"_s;
}

QString ResourceExchange::advice() const
{
    return howToMend();
}

} // namespace oci
