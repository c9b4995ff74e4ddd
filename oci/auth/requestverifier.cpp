// SPDX-License-Identifier: MIT
#include "oci/auth/requestverifier.h"

#include "oci/auth/authorizationheader.h"
#include "oci/auth/signingstring.h"
#include "oci/http/httpdate.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;
using core::http::Request;

namespace oci {

namespace {

using Problem = std::optional<QString>;

//! The call that a leaf certificate signs has no host among its names (protocol reference, 4.2).
bool isFederation(const QByteArray &keyId)
{
    return keyId.contains("/fed-x509/") || keyId.contains("/fed-x509-sha256/");
}

QByteArrayList lowerCase(QByteArrayList names)
{
    for (QByteArray &name : names)
        name = name.toLower();
    return names;
}

//! Whether everything that must be signed is named, and nothing twice.
Problem wrongNames(const QByteArrayList &names, const Request &request, const QByteArray &keyId)
{
    if (names.contains(QByteArray()))
        return u"'headers' must have single blanks between the names"_s;
    for (const QByteArray &name : names) {
        if (names.count(name) > 1)
            return u"'headers' names '%1' twice"_s.arg(QString::fromLatin1(name));
    }
    QByteArrayList needed = signedHeaderNames(request.method);
    needed.removeOne("date");
    if (isFederation(keyId))
        needed.removeOne("host");
    if (!request.header("opc-obo-token").isEmpty())
        needed += "opc-obo-token";
    for (const QByteArray &name : std::as_const(needed)) {
        if (!names.contains(name))
            return u"'%1' is not signed"_s.arg(QString::fromLatin1(name));
    }
    if (!names.contains("date") && !names.contains("x-date"))
        return u"Neither 'date' nor 'x-date' is signed"_s;
    return {};
}

Problem wrongTime(const QByteArrayList &names, const Request &request, const QDateTime &now)
{
    for (const QByteArray &name : {QByteArray("date"), QByteArray("x-date")}) {
        if (!names.contains(name))
            continue;
        const QDateTime sent = readHttpDate(request.header(name).trimmed());
        if (!sent.isValid())
            return u"'%1' is no date as RFC 9110 has it"_s.arg(QString::fromLatin1(name));
        if (std::chrono::abs(sent - now) > RequestVerifier::maxSkew) {
            return u"'%1' is more than 5 minutes off; check the clock of the client"_s.arg(
                    QString::fromLatin1(name));
        }
    }
    return {};
}

Problem wrongContent(const Request &request)
{
    if (!request.header("transfer-encoding").isEmpty())
        return u"A signed body has a Content-Length and no Transfer-Encoding"_s;
    if (request.header("content-length").trimmed() != QByteArray::number(request.body.size()))
        return u"'content-length' is not the length of the body"_s;
    if (request.header("x-content-sha256").trimmed() != contentSha256(request.body))
        return u"'x-content-sha256' is not the hash of the body"_s;
    return {};
}

std::unexpected<Error> refused(const QString &why)
{
    return std::unexpected(Error{
            .code = ErrorCode::Unauthorized, .message = why, .reason = u"NotAuthenticated"_s});
}

} // namespace

Result<QByteArray> RequestVerifier::verify(const Request &request) const
{
    // Methods tell case (RFC 9110, 9.1), the signed string does not.
    if (request.method != request.method.toUpper())
        return refused(u"The method is not in upper case"_s);
    const auto occurrences = std::ranges::count_if(request.headers, [](const auto &header) {
        return header.first.compare("authorization", Qt::CaseInsensitive) == 0;
    });
    if (occurrences > 1)
        return refused(u"The request has more than one Authorization header"_s);
    const auto given = readAuthorization(request.header("authorization"));
    if (!given)
        return refused(given.error().message);
    if (given->version != "1")
        return refused(u"The version of the signature must be \"1\""_s);
    if (given->algorithm != "rsa-sha256")
        return refused(u"The algorithm of the signature must be \"rsa-sha256\""_s);

    const QByteArrayList names = lowerCase(given->headers);
    if (const Problem problem = wrongNames(names, request, given->keyId))
        return refused(*problem);
    const auto text = signingString(names, request.method, request.target, request.headers);
    if (!text)
        return refused(text.error().message);
    if (const Problem problem = wrongTime(names, request, m_clock.nowUtc()))
        return refused(*problem);
    if (signsContent(request.method) || names.contains("x-content-sha256")) {
        if (const Problem problem = wrongContent(request))
            return refused(*problem);
    }

    const auto key = m_keyFor(given->keyId);
    if (!key)
        return refused(u"The key id is not known"_s);
    if (!key->verifies(*text, given->signature))
        return refused(u"The signature does not fit the request"_s);
    return given->keyId;
}

} // namespace oci
