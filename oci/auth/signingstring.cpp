// SPDX-License-Identifier: MIT
#include "oci/auth/signingstring.h"

#include "oci/auth/privatekey.h"

#include <QHostAddress>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;
using core::http::Headers;

namespace oci {

namespace {

Result<QByteArray> onlyValue(const Headers &headers, const QByteArray &name)
{
    const QByteArray *found = nullptr;
    for (const auto &[key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) != 0)
            continue;
        if (found) {
            return std::unexpected(
                    Error{.code = ErrorCode::InvalidRequest,
                          .message = u"The header '%1' is there more than once"_s.arg(
                                  QString::fromLatin1(name))});
        }
        found = &value;
    }
    if (!found) {
        return std::unexpected(
                Error{.code = ErrorCode::InvalidRequest,
                      .message = u"The header '%1' is missing"_s.arg(QString::fromLatin1(name))});
    }
    return found->trimmed();
}

} // namespace

bool signsContent(QByteArrayView method)
{
    return method == "POST" || method == "PUT" || method == "PATCH";
}

QByteArrayList signedHeaderNames(QByteArrayView method, DateHeader date)
{
    const bool content = signsContent(method);
    switch (date) {
    case DateHeader::Date: {
        QByteArrayList names{"date", "(request-target)", "host"};
        if (content)
            names += {"content-length", "content-type", "x-content-sha256"};
        return names;
    }
    case DateHeader::XDate: {
        QByteArrayList names{"x-date", "(request-target)", "host"};
        if (content)
            names += {"Content-Type", "Content-Length", "x-content-sha256"};
        return names;
    }
    }
    Q_UNREACHABLE_RETURN({});
}

QByteArray requestTarget(const QUrl &url)
{
    QUrl copy = url;
    if (copy.path().isEmpty())
        copy.setPath(u"/"_s);
    return copy.toEncoded(QUrl::FullyEncoded | QUrl::RemoveScheme | QUrl::RemoveAuthority |
                          QUrl::RemoveFragment | QUrl::NormalizePathSegments);
}

QByteArray hostHeader(const QUrl &url)
{
    const QString name = url.host();
    const bool isV6 = QHostAddress(name).protocol() == QAbstractSocket::IPv6Protocol;
    QByteArray host = isV6 ? '[' + name.toLatin1() + ']' : QUrl::toAce(name);
    if (url.port() != -1)
        host += ':' + QByteArray::number(url.port());
    return host;
}

Headers contentHeaders(QByteArrayView body, const QByteArray &contentType)
{
    return {{"content-length", QByteArray::number(body.size())},
            {"content-type", contentType},
            {"x-content-sha256", contentSha256(body)}};
}

Result<QByteArray> signingString(const QByteArrayList &names, QByteArrayView method,
                                 QByteArrayView target, const Headers &headers)
{
    QByteArrayList lines;
    for (const QByteArray &given : names) {
        const QByteArray name = given.toLower();
        if (name == "(request-target)") {
            lines += name + ": " + method.toByteArray().toLower() + ' ' + target.toByteArray();
            continue;
        }
        const auto value = onlyValue(headers, name);
        if (!value)
            return std::unexpected(value.error());
        lines += name + ": " + *value;
    }
    return lines.join('\n');
}

QByteArray authorizationHeader(const QByteArray &keyId, const QByteArrayList &names,
                               const QByteArray &signature)
{
    return R"(Signature version="1",keyId=")" + keyId + R"(",algorithm="rsa-sha256",headers=")" +
           names.join(' ') + R"(",signature=")" + signature.toBase64() + '"';
}

QByteArray apiKeyId(QByteArrayView tenancy, QByteArrayView user, QByteArrayView fingerprint)
{
    return tenancy.toByteArray() + '/' + user.toByteArray() + '/' + fingerprint.toByteArray();
}

QByteArray sessionKeyId(QByteArrayView token)
{
    const QByteArrayView text = token.trimmed();
    return (text.startsWith("ST$") ? QByteArray() : QByteArray("ST$")) + text.toByteArray();
}

} // namespace oci
