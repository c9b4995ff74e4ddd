// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "core/secret.h"
#include "oci/auth/privatekey.h"

#include <QByteArray>
#include <QString>

namespace oci {

//! A signing key pair on the disk, named as OCI's own tools name it (protocol reference, 3.1).
struct KeyFiles {
    QString privateKey;     //!< path of the PEM, mode 0600
    QString publicKey;      //!< the same of what is entered at OCI, under the user's API keys
    QByteArray fingerprint; //!< "f7:60:…", as OCI shows it there

    bool operator==(const KeyFiles &) const = default;
};

enum class ExistingKey { Refuse, Replace };

//! Writes the pair into `folder`, which is made with mode 0700 if it is not there. A key that is
//! there already is refused unless it may be replaced: who loses it is locked out. The error's
//! reason is then "key_exists". With a passphrase the private half is encrypted.
[[nodiscard]] core::Result<KeyFiles> writeKeyFiles(const PrivateKey &key, const QString &folder,
                                                   ExistingKey existing,
                                                   const core::Secret &passphrase = {});

} // namespace oci
