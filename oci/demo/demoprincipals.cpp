// SPDX-License-Identifier: MIT
#include "oci/demo/demoprincipals.h"

#include "core/json/json.h"
#include "oci/auth/instanceidentity.h"
#include "oci/auth/requestverifier.h"
#include "oci/demo/admission.h"

#include <QRandomGenerator>

#include <array>

using namespace Qt::StringLiterals;
using boost::json::object;
using core::http::Request;
using core::http::Response;

namespace oci::demo {

namespace {

constexpr auto instanceId = "ocid1.instance.oc1..demoinstance";
constexpr QByteArrayView metadataPath("/opc/v2");

Refusal internalError(const core::Error &error)
{
    return {.status = 500, .code = codeFor(500), .message = error.message};
}

Response text(const QByteArray &body)
{
    return {.contentType = "text/plain", .body = body};
}

boost::json::string json(const QByteArray &bytes)
{
    return core::json::string(QByteArrayView(bytes));
}

Response withToken(const QByteArray &token)
{
    return {.body = core::json::serialize(object{{"token", json(token)}})};
}

QByteArray base64Url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray randomText()
{
    std::array<quint32, 8> random{};
    QRandomGenerator::system()->fillRange(random.data(), qsizetype(random.size()));
    return base64Url(QByteArray(reinterpret_cast<const char *>(random.data()), sizeof random));
}

} // namespace

Judged<QByteArray> DemoPrincipals::certificate(const QDateTime &now)
{
    if (!m_certificate.isEmpty())
        return m_certificate;
    const auto made = m_account.key().selfSignedCertificate(
            instanceId,
            {"opc-certtype:instance", "opc-compartment:" + DemoAccount::compartment(),
             QByteArray("opc-instance:") + instanceId, "opc-tenant:" + DemoAccount::tenancy()},
            now.addSecs(-3600), now.addDays(1));
    if (!made)
        return std::unexpected(internalError(made.error()));
    return m_certificate = *made;
}

Judged<Response> DemoPrincipals::metadata(const Request &request, const QDateTime &now)
{
    if (request.header("authorization") != "Bearer Oracle") {
        return std::unexpected(
                Refusal{.status = 403, .code = codeFor(403), .message = messageFor(403)});
    }
    if (request.method != "GET")
        return std::unexpected(methodNotAllowed());
    const QByteArrayView path = request.path().sliced(metadataPath.size());
    if (path == "/instance/region")
        return text(DemoAccount::region());
    if (path == "/instance/regionInfo") {
        return Response{.body = R"({"realmKey":"oc1","realmDomainComponent":"oraclecloud.com",)"
                                R"("regionKey":"ORD","regionIdentifier":"us-chicago-1"})"};
    }
    if (path == "/instance/id")
        return text(instanceId);
    // The one certificate is its own intermediate.
    if (path == "/identity/cert.pem" || path == "/identity/intermediate.pem")
        return certificate(now).transform(text);
    if (path == "/identity/key.pem") {
        const auto pem = m_account.key().toPem();
        if (!pem)
            return std::unexpected(internalError(pem.error()));
        return text(pem->reveal().toByteArray());
    }
    return std::unexpected(notAuthorizedOrNotFound());
}

Judged<Response> DemoPrincipals::federate(const Request &request, const QDateTime &now)
{
    const auto own = certificate(now);
    if (!own)
        return std::unexpected(own.error());
    const auto identity = readInstanceIdentity(
            *own, m_account.key().toPem().value_or(core::Secret()).reveal(), *own);
    if (!identity)
        return std::unexpected(internalError(identity.error()));
    const FixedClock clock(now);
    const RequestVerifier verifier(
            [&](const QByteArray &keyId) { // SDKs differ in the case of the fingerprint
                return keyId.compare(identity->keyId(), Qt::CaseInsensitive) == 0
                               ? std::optional(m_account.key().publicKey())
                               : std::nullopt;
            },
            clock);
    if (!verifier.verify(request))
        return std::unexpected(notAuthenticated());

    const auto body = core::json::parseObject(request.body);
    if (!body)
        return std::unexpected(Refusal{.message = body.error().message});
    if (core::json::textAt(*body, "certificate") !=
        QString::fromLatin1(identity->certificate.toBase64()))
        return std::unexpected(notAuthenticated());
    if (!core::json::arrayAt(*body, "intermediateCertificates"))
        return std::unexpected(badFormat(u"intermediateCertificates"_s, u"expected an array"_s));
    return sessionFor(request, "publicKey", now).transform(withToken);
}

Judged<Response> DemoPrincipals::resourceToken()
{
    m_resourceToken = randomText();
    return Response{
            .body = core::json::serialize(object{{"resourcePrincipalToken", json(m_resourceToken)},
                                                 {"servicePrincipalSessionToken", "service"}})};
}

Judged<Response> DemoPrincipals::resourceSession(const Request &request, const QDateTime &now)
{
    const auto body = core::json::parseObject(request.body);
    if (!body)
        return std::unexpected(Refusal{.message = body.error().message});
    if (m_resourceToken.isEmpty() ||
        core::json::textAt(*body, "resourcePrincipalToken") !=
                QString::fromLatin1(m_resourceToken) ||
        core::json::textAt(*body, "servicePrincipalSessionToken") != "service"_L1)
        return std::unexpected(notAuthenticated());
    return sessionFor(request, "sessionPublicKey", now).transform(withToken);
}

Judged<Response> DemoPrincipals::workloadToken(const Request &request, const QDateTime &now)
{
    QByteArray bearer = request.header("authorization");
    if (!bearer.startsWith("Bearer "))
        return std::unexpected(notAuthenticated());
    bearer.slice(7);
    const auto known = m_serviceAccounts.constFind(bearer);
    if (known == m_serviceAccounts.cend() || now >= *known)
        return std::unexpected(notAuthenticated());
    return sessionFor(request, "podKey", now).transform([](const QByteArray &token) {
        return text(core::json::serialize(object{{"token", json("ST$" + token)}}).toBase64());
    });
}

QByteArray DemoPrincipals::issue(const PublicKey &key, const QDateTime &now)
{
    ++m_issued;
    return m_account.sessions().issue(key, now, m_lifetime);
}

QByteArray DemoPrincipals::serviceAccountToken(const QDateTime &now)
{
    const QDateTime end = now.addSecs(3600);
    const object claims{{"sub", "system:serviceaccount:demo:gatehouse"},
                        {"exp", end.toSecsSinceEpoch()},
                        {"jti", json(randomText())}};
    const QByteArray token = base64Url(R"({"alg":"RS256"})") + '.' +
                             base64Url(core::json::serialize(claims)) + '.' + base64Url("demo");
    m_serviceAccounts.insert(token, end);
    return token;
}

Judged<QByteArray> DemoPrincipals::sessionFor(const Request &request, std::string_view field,
                                              const QDateTime &now)
{
    const auto body = core::json::parseObject(request.body);
    if (!body)
        return std::unexpected(Refusal{.message = body.error().message});
    const QByteArray stripped = core::json::textAt(*body, field).toUtf8();
    const auto key = PublicKey::fromPem("-----BEGIN PUBLIC KEY-----\n" + stripped +
                                        "\n-----END PUBLIC KEY-----\n");
    if (!key) {
        return std::unexpected(badFormat(QString::fromUtf8(field.data(), qsizetype(field.size())),
                                         key.error().message));
    }
    return issue(*key, now);
}

} // namespace oci::demo
