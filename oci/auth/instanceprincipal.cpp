// SPDX-License-Identifier: MIT
#include "oci/auth/instanceprincipal.h"

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

constexpr auto federationPath = "/v1/x509";

ClientSettings federationSettings()
{
    ClientSettings settings;
    settings.firstByteTimeout = 30s;
    settings.idleTimeout = 30s;
    settings.longestBody = 1024 * 1024;
    return settings;
}

template<typename T>
QFuture<Result<T>> failed(const Error &error)
{
    return QtFuture::makeReadyValueFuture(Result<T>(std::unexpected(error)));
}

//! What a refusal means here, which the words for an API key would not tell.
Error inWords(Error error)
{
    const QString advice = u"Look whether the instance still belongs to the tenancy, and restart "
                           "it if its certificates are old."_s;
    if (error.upstreamStatus != 401 || error.reason == QLatin1StringView(clockSkew))
        return signInFailed(std::move(error), u"this instance"_s, advice);
    error.reason = u"federation_refused"_s;
    error.message = u"The federation service of OCI refused the certificate of this instance "
                    "(401), so it cannot sign in"_s;
    error.advice = advice;
    return error;
}

} // namespace

InstancePrincipal::InstancePrincipal(NetworkPool &network, const core::Clock &clock,
                                     QThreadPool &pool, InstanceSettings settings,
                                     ClientSettings metadata)
    : m_pool(pool)
    , m_settings(std::move(settings))
    , m_metadata(clock, m_settings.metadataBase, std::move(metadata))
    , m_auth(clock)
    , m_client(network, m_auth, clock, federationSettings())
    , m_region(m_settings.region)
{
}

QFuture<Result<PrincipalCredential>> InstancePrincipal::fetch()
{
    return federationUrl()
            .then(this,
                  [this](const Result<QUrl> &url) {
                      if (!url)
                          return failed<PrincipalCredential>(url.error());
                      return m_metadata.identity()
                              .then(this,
                                    [this, url = *url](const Result<InstanceIdentity> &identity) {
                                        return identity ? exchange(url, *identity)
                                                        : failed<PrincipalCredential>(
                                                                  identity.error());
                                    })
                              .unwrap();
                  })
            .unwrap();
}

QFuture<Result<PrincipalFacts>> InstancePrincipal::facts()
{
    return region()
            .then(this,
                  [this](const Result<QString> &region) {
                      if (!region)
                          return failed<PrincipalFacts>(region.error());
                      return m_metadata.identity().then(
                              this,
                              [region = *region](const Result<InstanceIdentity> &identity)
                                      -> Result<PrincipalFacts> {
                                  if (!identity)
                                      return std::unexpected(identity.error());
                                  return PrincipalFacts{.region = region,
                                                        .tenancy = identity->tenancy};
                              });
                  })
            .unwrap();
}

QFuture<Result<QString>> InstancePrincipal::region()
{
    if (!m_region.isEmpty())
        return QtFuture::makeReadyValueFuture(Result<QString>(m_region));
    return m_metadata.region().then(this, [this](const Result<QString> &told) -> Result<QString> {
        if (!told)
            return told;
        const auto known = m_settings.regions.resolve(*told);
        if (!known)
            return std::unexpected(known.error());
        m_region = known->identifier;
        return m_region;
    });
}

QFuture<Result<QUrl>> InstancePrincipal::federationUrl()
{
    if (const QString given = m_settings.federationEndpoint.trimmed(); !given.isEmpty()) {
        const auto base = Endpoints(given).base(Service::Auth, m_region);
        if (!base)
            return failed<QUrl>(base.error());
        return QtFuture::makeReadyValueFuture(
                Result<QUrl>(base->path().endsWith(QLatin1StringView(federationPath))
                                     ? *base
                                     : joined(*base, federationPath)));
    }
    return region().then(this, [this](const Result<QString> &region) -> Result<QUrl> {
        if (!region)
            return std::unexpected(region.error());
        return m_settings.endpoints.base(Service::Auth, *region).transform([](const QUrl &base) {
            return joined(base, federationPath);
        });
    });
}

QFuture<Result<PrincipalCredential>> InstancePrincipal::exchange(const QUrl &url,
                                                                 const InstanceIdentity &identity)
{
    if (!m_tenancy.isEmpty() && identity.tenancy != m_tenancy) {
        return failed<PrincipalCredential>(
                {.code = ErrorCode::Unauthorized,
                 .message = u"The certificate of this instance now names another tenancy. Restart "
                            "Gatehouse if that is meant"_s,
                 .reason = u"tenancy_changed"_s});
    }
    m_tenancy = identity.tenancy;
    return QtConcurrent::run(&m_pool, [] { return PrivateKey::generate(); })
            .then(this,
                  [this, url, identity](const Result<PrivateKey> &session) {
                      return session ? exchange(url, identity, *session)
                                     : failed<PrincipalCredential>(session.error());
                  })
            .unwrap();
}

QFuture<Result<PrincipalCredential>> InstancePrincipal::exchange(const QUrl &url,
                                                                 const InstanceIdentity &identity,
                                                                 const PrivateKey &session)
{
    m_auth.setIdentity(identity);
    return m_client
            .fetch({.method = "POST",
                    .url = url,
                    .headers = {{"accept", "application/json"}},
                    .body = federationBody(identity, session)})
            .then(this, [session](const Result<WholeReply> &reply) -> Credential {
                if (!reply)
                    return std::unexpected(inWords(reply.error()));
                return credentialOf(
                        readTokenAnswer(reply->body, u"The federation service of OCI"_s), session);
            });
}

QString InstancePrincipal::name() const
{
    return u"this instance"_s;
}

QString InstancePrincipal::advice() const
{
    return u"Look whether the instance still belongs to the tenancy and its dynamic group"_s;
}

} // namespace oci
