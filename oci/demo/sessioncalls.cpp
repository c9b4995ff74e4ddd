// SPDX-License-Identifier: MIT
#include "oci/demo/sessioncalls.h"

#include "core/json/json.h"
#include "oci/auth/authorizationheader.h"
#include "oci/auth/signingstring.h"

using namespace Qt::StringLiterals;
using boost::json::object;
using core::http::Request;
using core::http::Response;

namespace oci::demo {

namespace {

Response withToken(const QByteArray &token)
{
    return {.body = core::json::serialize(
                    object{{"token", core::json::string(QByteArrayView(token))}})};
}

QByteArray keyIdOf(const Request &request)
{
    const auto given = readAuthorization(request.header("authorization"));
    return given ? given->keyId : QByteArray();
}

std::unexpected<Refusal> invalid(const QString &message)
{
    return std::unexpected(Refusal{.code = "InvalidParameter", .message = message});
}

} // namespace

Judged<Response> refreshToken(const Request &request, Sessions &sessions, const QDateTime &now)
{
    const auto body = core::json::parseObject(request.body);
    if (!body)
        return invalid(body.error().message);
    const QByteArray current = core::json::textAt(*body, "currentToken").toLatin1();
    if (current.isEmpty())
        return invalid(u"currentToken is missing"_s);
    if (keyIdOf(request) != sessionKeyId(current))
        return std::unexpected(notAuthenticated());
    const auto token = sessions.renewed(current, now);
    if (!token)
        return std::unexpected(notAuthenticated());
    return withToken(*token);
}

Judged<Response> generateToken(const Request &request, Sessions &sessions, const QDateTime &now)
{
    if (keyIdOf(request).startsWith("ST$"))
        return std::unexpected(notAuthenticated());
    const auto body = core::json::parseObject(request.body);
    if (!body)
        return invalid(body.error().message);
    const auto key = PublicKey::fromPem(core::json::textAt(*body, "publicKey").toLatin1());
    if (!key)
        return invalid(u"publicKey: %1"_s.arg(key.error().message));
    const qint64 minutes = core::json::integerAt(*body, "sessionExpirationInMinutes")
                                   .value_or(Sessions::usualLife.count());
    if (minutes < 5 || minutes > 60)
        return invalid(u"sessionExpirationInMinutes must be between 5 and 60"_s);
    return withToken(sessions.issue(*key, now, std::chrono::minutes(minutes)));
}

Judged<Response> signInPage(const QUrlQuery &query, Sessions &sessions, const QDateTime &now)
{
    const auto value = [&query](const QString &name) {
        return query.queryItemValue(name, QUrl::FullyDecoded);
    };
    const QUrl back(value(u"redirect_uri"_s));
    if (back.scheme() != "http"_L1 || back.host() != "localhost"_L1)
        return invalid(u"redirect_uri must be a port of this computer"_s);
    if (value(u"client_id"_s) != "iaas_console"_L1 ||
        value(u"response_type"_s) != "token id_token"_L1 || value(u"nonce"_s).isEmpty())
        return invalid(u"client_id, response_type or nonce is missing"_s);
    const auto jwk = core::json::parseObject(QByteArray::fromBase64(
            value(u"public_key"_s).toLatin1(), QByteArray::Base64UrlEncoding));
    if (!jwk)
        return invalid(u"public_key is no JWK"_s);
    const auto key = PublicKey::fromModulus(QByteArray::fromBase64(
            core::json::textAt(*jwk, "n").toLatin1(), QByteArray::Base64UrlEncoding));
    if (!key)
        return invalid(u"public_key: %1"_s.arg(key.error().message));

    QByteArray result = "error=access_denied&error_description=There+is+no+such+tenancy";
    if (const QString tenancy = value(u"tenant"_s); tenancy.isEmpty() || tenancy == "demo"_L1) {
        result = "security_token=" + sessions.issue(*key, now) +
                 "&id_token=" + sessions.identity(value(u"nonce"_s), now) + "&token_type=Bearer";
    }
    return Response{.status = 302,
                    .headers = {{"Location", back.toEncoded() + "/#" + result}},
                    .contentType = "text/plain",
                    .body = "The demo signs you in."};
}

} // namespace oci::demo
