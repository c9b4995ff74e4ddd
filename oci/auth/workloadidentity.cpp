// SPDX-License-Identifier: MIT
#include "oci/auth/workloadidentity.h"

#include "core/json/json.h"
#include "oci/auth/federationcall.h"
#include "oci/config/privatefile.h"
#include "oci/http/errormapping.h"
#include "oci/http/signedclient.h"

#include <QNetworkProxy>
#include <QSslCertificate>
#include <QThreadPool>
#include <QtConcurrentRun>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::Error;
using core::ErrorCode;
using core::Result;
using core::Secret;
using core::http::Headers;

namespace oci {

namespace {

constexpr auto tokenVariable = "OCI_KUBERNETES_SERVICE_ACCOUNT_TOKEN_STRING"_L1;
constexpr auto tokenFileVariable = "OCI_KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH"_L1;
constexpr auto caVariable = "OCI_KUBERNETES_SERVICE_ACCOUNT_CERT_PATH"_L1;
constexpr auto hostVariable = "KUBERNETES_SERVICE_HOST"_L1;
constexpr auto ownFolder = "/var/run/secrets/kubernetes.io/serviceaccount/"_L1;
constexpr qsizetype maxSize = 64 * 1024;

using Credential = Result<PrincipalCredential>;

Error refused(const QString &message, const QString &reason)
{
    return {.code = ErrorCode::Unauthorized, .message = message, .reason = reason};
}

template<typename T>
QFuture<Result<T>> failed(const Error &error)
{
    return QtFuture::makeReadyValueFuture(Result<T>(std::unexpected(error)));
}

ClientSettings proxySettings(const QList<QSslCertificate> &authorities)
{
    ClientSettings settings;
    settings.firstByteTimeout = 30s;
    settings.idleTimeout = 30s;
    settings.longestBody = 1024 * 1024;
    settings.authorities = authorities;
    return settings;
}

Error inWords(Error error)
{
    const QString advice = u"Look whether the service account and the cluster still exist."_s;
    if (error.upstreamStatus == 401 && error.reason != QLatin1StringView(clockSkew)) {
        error.reason = u"workload_refused"_s;
        error.message = u"OKE refused the token of this pod's service account (401)"_s;
        error.advice = advice;
        return error;
    }
    if (error.upstreamStatus == 403) {
        error.code = ErrorCode::Unauthorized;
        error.reason = u"workload_not_enhanced"_s;
        error.message = u"OKE gives no workload identity here (403): this takes an enhanced "
                        "cluster"_s;
        error.advice = u"Upgrade the cluster, or sign in another way."_s;
        return error;
    }
    return signInFailed(std::move(error), u"this pod"_s, advice);
}

} // namespace

//! One exchange with the cluster's proxy, whose certificate authority may change between two.
class WorkloadIdentity::Call final : public AuthProvider
{
public:
    Call(const core::Clock &clock, std::shared_ptr<const Secret> token,
         const QList<QSslCertificate> &authorities)
        : m_token(std::move(token))
        , m_client(m_network, *this, clock, proxySettings(authorities))
    {
    }

    QFuture<Result<Headers>> authorize(const OutgoingRequest & /*request*/) override
    {
        return QtFuture::makeReadyValueFuture(Result<Headers>(
                Headers{{"Authorization", "Bearer " + m_token->reveal().toByteArray()}}));
    }
    [[nodiscard]] bool isBearer() const override { return true; }

    QFuture<Result<WholeReply>> post(const QUrl &url, const QByteArray &body)
    {
        return m_client.fetch(
                {.method = "POST",
                 .url = url,
                 .headers = {{"accept", "application/json"}, {"content-type", "application/json"}},
                 .body = body});
    }

private:
    std::shared_ptr<const Secret> m_token;
    NetworkPool m_network{QNetworkProxy::NoProxy};
    SignedClient m_client;
};

Result<WorkloadSettings> workloadSettings(const QProcessEnvironment &environment)
{
    const auto value = [&environment](QLatin1StringView name) {
        return environment.value(name).trimmed();
    };
    WorkloadSettings settings{.tokenFile = value(tokenFileVariable),
                              .caFile = value(caVariable),
                              .host = value(hostVariable),
                              .region = value("OCI_RESOURCE_PRINCIPAL_REGION"_L1)};
    if (settings.host.isEmpty()) {
        return std::unexpected(Error{
                .code = ErrorCode::InvalidRequest,
                .message = u"%1 is not set: this does not run in a pod of a Kubernetes "
                           "cluster, which OKE_WORKLOAD_IDENTITY is for"_s.arg(hostVariable)});
    }
    if (const QString token = value(tokenVariable); !token.isEmpty())
        settings.token = std::make_shared<const Secret>(token.toUtf8());
    if (settings.tokenFile.isEmpty())
        settings.tokenFile = ownFolder + "token"_L1;
    if (settings.caFile.isEmpty())
        settings.caFile = ownFolder + "ca.crt"_L1;
    return settings;
}

Result<QByteArray> readWorkloadAnswer(QByteArrayView body)
{
    QByteArray text = body.trimmed().toByteArray();
    if (text.startsWith('"')) {
        const auto json = core::json::parse(text);
        text = json && json->is_string() ? core::json::text(json->get_string()).toLatin1()
                                         : QByteArray();
    }
    const auto decoded =
            QByteArray::fromBase64Encoding(text, QByteArray::AbortOnBase64DecodingErrors);
    return readTokenAnswer(decoded ? *decoded : QByteArray(), u"OKE"_s);
}

WorkloadIdentity::WorkloadIdentity(const core::Clock &clock, QThreadPool &pool,
                                   WorkloadSettings settings)
    : m_clock(clock)
    , m_pool(pool)
    , m_settings(std::move(settings))
{
}

WorkloadIdentity::~WorkloadIdentity() = default;

QFuture<Credential> WorkloadIdentity::fetch()
{
    return QtConcurrent::run(&m_pool, [] { return PrivateKey::generate(); })
            .then(this,
                  [this](const Result<PrivateKey> &session) {
                      return session ? exchange(*session)
                                     : failed<PrincipalCredential>(session.error());
                  })
            .unwrap();
}

QFuture<Result<PrincipalFacts>> WorkloadIdentity::facts()
{
    return fetch().then(this, [this](const Credential &credential) {
        return credential.transform([this](const PrincipalCredential &known) {
            return PrincipalFacts{.region = m_settings.region, .tenancy = known.claims.tenancy};
        });
    });
}

Result<std::shared_ptr<const Secret>> WorkloadIdentity::serviceAccountToken() const
{
    auto token = m_settings.token;
    QString from = QString(tokenVariable);
    if (!token) {
        from = m_settings.tokenFile;
        // Its mode is Kubernetes' affair.
        auto file = readPrivateFile(from, maxSize, QProcessEnvironment());
        if (!file) {
            return std::unexpected(refused(
                    u"The token of this pod's service account: %1"_s.arg(file.error().message),
                    u"service_account_missing"_s));
        }
        token = std::make_shared<const Secret>(Secret(file->bytes.reveal().trimmed()));
    }
    const auto claims = readJwt(token->reveal());
    if (!claims) {
        return std::unexpected(
                refused(u"The token of this pod's service account in %1 cannot be read: it is not "
                        "whole"_s.arg(from),
                        u"service_account_unreadable"_s));
    }
    if (claims->expiresAt.isValid() && m_clock.nowUtc() >= claims->expiresAt) {
        return std::unexpected(
                refused(u"The token of this pod's service account in %1 has expired. Kubernetes "
                        "should have exchanged it; restart the pod"_s.arg(from),
                        u"service_account_expired"_s));
    }
    return token;
}

QFuture<Credential> WorkloadIdentity::exchange(const PrivateKey &session)
{
    const auto token = serviceAccountToken();
    if (!token)
        return failed<PrincipalCredential>(token.error());
    const auto authorities = QSslCertificate::fromPath(m_settings.caFile);
    if (authorities.isEmpty()) {
        return failed<PrincipalCredential>(
                refused(u"The certificate of the cluster, %1, is missing or damaged"_s.arg(
                                m_settings.caFile),
                        u"cluster_certificate"_s));
    }
    QUrl url;
    url.setScheme(u"https"_s);
    url.setHost(m_settings.host);
    url.setPort(m_settings.port);
    url.setPath(u"/resourcePrincipalSessionTokens"_s);
    if (!url.isValid() || url.host().isEmpty()) {
        return failed<PrincipalCredential>(
                {.code = ErrorCode::InvalidRequest,
                 .message = u"%1 holds no host name"_s.arg(hostVariable)});
    }
    const QByteArray podKey = session.publicKeyDer().toBase64();
    m_call = std::make_unique<Call>(m_clock, *token, authorities);
    return m_call
            ->post(url, core::json::serialize(boost::json::object{
                                {"podKey", core::json::string(QByteArrayView(podKey))}}))
            .then(this, [session](const Result<WholeReply> &reply) -> Credential {
                if (!reply)
                    return std::unexpected(inWords(reply.error()));
                return credentialOf(readWorkloadAnswer(reply->body), session);
            });
}

QString WorkloadIdentity::name() const
{
    return u"this pod"_s;
}

QString WorkloadIdentity::advice() const
{
    return u"Look whether its service account and the cluster still exist"_s;
}

} // namespace oci
