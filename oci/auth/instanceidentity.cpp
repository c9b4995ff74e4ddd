// SPDX-License-Identifier: MIT
#include "oci/auth/instanceidentity.h"

#include <QCryptographicHash>
#include <QSslCertificate>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;

namespace oci {

namespace {

std::unexpected<Error> unreadable(const QString &why, const QString &reason = {})
{
    return std::unexpected(
            Error{.code = ErrorCode::Protocol,
                  .message = u"The identity of this instance cannot be read: "_s + why,
                  .reason = reason});
}

//! The subject of an instance has it after "opc-tenant:", that of some services after
//! "opc-identity:"; normally in an OU.
QString tenancyOf(const QSslCertificate &certificate)
{
    const QList<QByteArray> attributes = certificate.subjectInfoAttributes();
    for (const auto prefix : {"opc-tenant:"_L1, "opc-identity:"_L1}) {
        for (const QByteArray &attribute : attributes) {
            for (const QString &value : certificate.subjectInfo(attribute)) {
                if (value.startsWith(prefix) && value.size() > prefix.size())
                    return value.sliced(prefix.size());
            }
        }
    }
    return {};
}

} // namespace

QByteArray InstanceIdentity::keyId() const
{
    return tenancy.toUtf8() + "/fed-x509/" + fingerprint;
}

QByteArray certificateFingerprint(QByteArrayView der)
{
    return QCryptographicHash::hash(der, QCryptographicHash::Sha1).toHex(':').toUpper();
}

Result<InstanceIdentity> readInstanceIdentity(QByteArrayView certificate, QByteArrayView key,
                                              QByteArrayView intermediates)
{
    const auto leaves = QSslCertificate::fromData(certificate.toByteArray(), QSsl::Pem);
    if (leaves.isEmpty())
        return unreadable(u"its certificate is damaged"_s);
    const QSslCertificate &leaf = leaves.first();
    const QString tenancy = tenancyOf(leaf);
    if (tenancy.isEmpty())
        return unreadable(u"its certificate names no tenancy"_s);
    auto loaded = PrivateKey::fromPem(key);
    if (!loaded)
        return unreadable(loaded.error().message);
    const QByteArray der = leaf.toDer();
    const auto certified = PublicKey::ofCertificate(der);
    if (!certified || certified->fingerprint() != loaded->fingerprint())
        return unreadable(u"its key is not that of its certificate"_s, u"key_mismatch"_s);

    QList<QByteArray> chain;
    for (const QSslCertificate &link :
         QSslCertificate::fromData(intermediates.toByteArray(), QSsl::Pem))
        chain += link.toDer();
    return InstanceIdentity{.certificate = der,
                            .intermediates = chain,
                            .key = *std::move(loaded),
                            .tenancy = tenancy,
                            .fingerprint = certificateFingerprint(der)};
}

} // namespace oci
