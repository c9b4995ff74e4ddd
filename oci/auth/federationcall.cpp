// SPDX-License-Identifier: MIT
#include "oci/auth/federationcall.h"

#include "core/json/json.h"
#include "oci/auth/signingstring.h"
#include "oci/http/httpdate.h"

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;
using core::http::Headers;

namespace oci {

namespace {

//! PEM without its BEGIN and END lines and without line ends is the base64 of the DER.
boost::json::string stripped(const QByteArray &der)
{
    return core::json::string(QByteArrayView(der.toBase64()));
}

} // namespace

QByteArray federationBody(const InstanceIdentity &identity, const PrivateKey &session)
{
    boost::json::array chain;
    for (const QByteArray &der : identity.intermediates)
        chain.push_back(stripped(der));
    return core::json::serialize(
            boost::json::object{{"certificate", stripped(identity.certificate)},
                                {"publicKey", stripped(session.publicKeyDer())},
                                {"intermediateCertificates", std::move(chain)}});
}

Result<Headers> federationHeaders(const OutgoingRequest &request, const InstanceIdentity &identity,
                                  const QDateTime &now)
{
    static const QByteArrayList names{"date", "(request-target)", "content-length", "content-type",
                                      "x-content-sha256"};
    const Headers content = contentHeaders(request.body);
    const QByteArray date = httpDate(now);
    const auto signature = signingString(names, request.method, requestTarget(request.url),
                                         Headers{{"date", date}} + content)
                                   .and_then([&identity](const QByteArray &text) {
                                       return identity.key.sign(text);
                                   });
    if (!signature)
        return std::unexpected(signature.error());
    return Headers{{"Date", date},
                   {"Content-Type", core::http::headerValue(content, "content-type")},
                   {"x-content-sha256", core::http::headerValue(content, "x-content-sha256")},
                   {"Authorization", authorizationHeader(identity.keyId(), names, *signature)}};
}

Result<QByteArray> readTokenAnswer(QByteArrayView body, const QString &service)
{
    const auto json = core::json::parseObject(body);
    QByteArray token = json ? core::json::textAt(*json, "token").toUtf8().trimmed() : QByteArray();
    if (token.startsWith("ST$"))
        token.slice(3);
    if (token.isEmpty()) {
        return std::unexpected(Error{.code = ErrorCode::Protocol,
                                     .message = u"%1 answered without a token"_s.arg(service)});
    }
    return token;
}

QFuture<Result<Headers>> FederationAuth::authorize(const OutgoingRequest &request)
{
    if (!m_identity) {
        return QtFuture::makeReadyValueFuture(Result<Headers>(std::unexpected(
                Error{.code = ErrorCode::Internal, .message = u"No identity to sign with"_s})));
    }
    return QtFuture::makeReadyValueFuture(
            federationHeaders(request, *m_identity, m_clock.nowUtc()));
}

} // namespace oci
