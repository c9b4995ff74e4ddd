// SPDX-License-Identifier: MIT
#include "oci/auth/authorizationheader.h"

#include <QHash>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;

namespace oci {

namespace {

constexpr qsizetype maxSize = 32 * 1024; // a session token in a key id has a few kilobytes

std::unexpected<Error> refused(const QString &message)
{
    return std::unexpected(Error{.code = ErrorCode::Unauthorized, .message = message});
}

using Parameters = QHash<QByteArray, QByteArray>;

//! name="value", name=value, …
Result<Parameters> readParameters(QByteArrayView text)
{
    Parameters parameters;
    while (!(text = text.trimmed()).isEmpty()) {
        const qsizetype equals = text.indexOf('=');
        if (equals <= 0)
            return refused(u"The Authorization header is malformed: expected name=\"value\""_s);
        const QByteArray name = text.first(equals).trimmed().toByteArray().toLower();
        text = text.sliced(equals + 1).trimmed();

        QByteArrayView value;
        if (text.startsWith('"')) {
            const qsizetype end = text.indexOf('"', 1);
            if (end < 0)
                return refused(u"The Authorization header is malformed: a quote is not closed"_s);
            value = text.sliced(1, end - 1);
            text = text.sliced(end + 1).trimmed();
        } else {
            const qsizetype comma = text.indexOf(',');
            value = text.first(comma < 0 ? text.size() : comma).trimmed();
            text = text.sliced(comma < 0 ? text.size() : comma);
        }
        if (!text.isEmpty() && !text.startsWith(','))
            return refused(u"The Authorization header is malformed: expected a comma"_s);
        if (parameters.contains(name))
            return refused(u"The Authorization header has a parameter twice"_s);
        parameters.insert(name, value.toByteArray());
        if (!text.isEmpty())
            text = text.sliced(1);
    }
    return parameters;
}

} // namespace

Result<SignatureParameters> readAuthorization(QByteArrayView header)
{
    constexpr QByteArrayView scheme = "signature ";
    const QByteArrayView text = header.trimmed();
    if (text.isEmpty())
        return refused(u"The request has no Authorization header"_s);
    if (text.size() > maxSize)
        return refused(u"The Authorization header is too long"_s);
    if (text.first(qMin(scheme.size(), text.size())).compare(scheme, Qt::CaseInsensitive) != 0)
        return refused(u"The Authorization header is no Signature"_s);

    const auto parameters = readParameters(text.sliced(scheme.size()));
    if (!parameters)
        return std::unexpected(parameters.error());
    for (const auto *name : {"version", "keyid", "algorithm", "headers", "signature"}) {
        if (parameters->value(name).isEmpty()) {
            return refused(u"The Authorization header has no parameter '%1'"_s.arg(
                    QLatin1StringView(name)));
        }
    }
    const auto signature = QByteArray::fromBase64Encoding(parameters->value("signature"),
                                                          QByteArray::AbortOnBase64DecodingErrors);
    // The spare bits of the last letter are zero (RFC 4648, 3.5): a signature has one spelling.
    if (!signature || (*signature).toBase64() != parameters->value("signature"))
        return refused(u"The signature is not base64"_s);
    return SignatureParameters{.version = parameters->value("version"),
                               .keyId = parameters->value("keyid"),
                               .algorithm = parameters->value("algorithm"),
                               .headers = parameters->value("headers").split(' '),
                               .signature = *signature};
}

} // namespace oci
