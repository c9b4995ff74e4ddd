// SPDX-License-Identifier: MIT
#include "oci/auth/jwt.h"

#include "core/json/json.h"

#include <QTimeZone>

#include <algorithm>

using namespace Qt::StringLiterals;
using boost::json::object;
using core::Error;
using core::ErrorCode;
using core::Result;

namespace oci {

namespace {

constexpr double lastSecond = 253'402'300'799; // of the year 9999

std::unexpected<Error> refused(const QString &why)
{
    return std::unexpected(Error{.code = ErrorCode::Unauthorized,
                                 .message = u"The token cannot be read: "_s + why});
}

bool isBase64Url(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

//! RFC 7515, 2: base64url without padding; padding does no harm. Empty where it is anything else.
QByteArray decoded(QByteArrayView part)
{
    while (part.endsWith('='))
        part.chop(1);
    if (part.size() % 4 == 1 || !std::ranges::all_of(part, isBase64Url))
        return {};
    return QByteArray::fromBase64(part.toByteArray(), QByteArray::Base64UrlEncoding);
}

//! A NumericDate (RFC 7519, 2), which may have a fraction; invalid where there is none.
QDateTime timeAt(const object &claims, std::string_view name)
{
    const double seconds = core::json::numberAt(claims, name).value_or(0);
    if (!(seconds >= 1 && seconds <= lastSecond))
        return {};
    return QDateTime::fromSecsSinceEpoch(qint64(seconds), QTimeZone::UTC);
}

//! The claim `jwk` is JSON written as a text.
QByteArray modulusOf(const object &claims)
{
    const QByteArray text = core::json::textAt(claims, "jwk").toUtf8();
    const auto key = core::json::parseObject(text);
    QByteArray modulus = key ? decoded(core::json::textAt(*key, "n").toLatin1()) : QByteArray();
    // Some write a sign byte before it, as DER does; RFC 7518, 6.3.1.1, has none.
    modulus.slice(std::ranges::find_if(modulus, [](char c) { return c != 0; }) - modulus.begin());
    return modulus;
}

} // namespace

QByteArrayView bareJwt(QByteArrayView text)
{
    text = text.trimmed();
    return text.startsWith("ST$") ? text.sliced(3) : text;
}

Result<JwtClaims> readJwt(QByteArrayView text)
{
    const QByteArrayView token = bareJwt(text);
    if (token.isEmpty())
        return refused(u"it is empty"_s);
    if (token.size() > longestJwt)
        return refused(u"it is larger than 64 KiB"_s);

    const qsizetype first = token.indexOf('.');
    const qsizetype second = token.indexOf('.', first + 1);
    if (first < 0 || second < 0 || token.indexOf('.', second + 1) >= 0)
        return refused(u"it does not have three parts, so it may be incomplete"_s);
    const QByteArray body = decoded(token.sliced(first + 1, second - first - 1));
    // Without a signature, or cut inside it, a token is worth nothing.
    if (decoded(token.first(first)).isEmpty() || body.isEmpty() ||
        decoded(token.sliced(second + 1)).isEmpty())
        return refused(u"a part of it is not base64url, so it may be incomplete"_s);
    const auto claims = core::json::parseObject(body);
    if (!claims)
        return refused(u"its middle part is no JSON object"_s);

    QString tenancy = core::json::textAt(*claims, "tenant");
    if (tenancy.isEmpty())
        tenancy = core::json::textAt(*claims, "res_tenant");
    return JwtClaims{.expiresAt = timeAt(*claims, "exp"),
                     .issuedAt = timeAt(*claims, "iat"),
                     .subject = core::json::textAt(*claims, "sub"),
                     .tenancy = tenancy,
                     .nonce = core::json::textAt(*claims, "nonce"),
                     .modulus = modulusOf(*claims)};
}

} // namespace oci
