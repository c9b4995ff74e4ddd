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

} // namespace oci::demo
