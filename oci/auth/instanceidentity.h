// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "oci/auth/privatekey.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

namespace oci {

//! Who an instance is by the certificates that OCI gives it and exchanges again and again
//! (protocol reference, 4.1 and 4.2).
struct InstanceIdentity {
    QByteArray certificate;          //!< of the leaf, DER
    QList<QByteArray> intermediates; //!< DER
    PrivateKey key;                  //!< the leaf's
    QString tenancy;                 //!< OCID, from the leaf's subject
    QByteArray fingerprint;          //!< SHA-1 of the leaf, "22:EC:…"

    //! "<tenancy>/fed-x509/<fingerprint>": signs the federation call.
    [[nodiscard]] QByteArray keyId() const;
};

//! Upper-case pairs of hexadecimal digits with colons between them.
[[nodiscard]] QByteArray certificateFingerprint(QByteArrayView der);

//! From what the metadata service says, PEM each. A certificate that cannot be read or names no
//! tenancy is an ErrorCode::Protocol; a key that is not the certificate's, as happens while both
//! are exchanged, one with the reason "key_mismatch".
[[nodiscard]] core::Result<InstanceIdentity>
readInstanceIdentity(QByteArrayView certificate, QByteArrayView key, QByteArrayView intermediates);

} // namespace oci
