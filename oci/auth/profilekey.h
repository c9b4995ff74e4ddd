// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "core/secret.h"
#include "oci/auth/privatekey.h"
#include "oci/config/configfile.h"

#include <QProcessEnvironment>
#include <QStringList>

namespace oci {

//! The key of a profile, and what a person should know about it.
struct ProfileKey {
    PrivateKey key;
    QStringList warnings; //!< an open key file, a fingerprint that is not the key's
};

//! Finds and reads the private key of a profile: the text in the environment, then that in the
//! configuration file, then the key file. `given` is a passphrase that a person or the keychain
//! gave; without one the environment's and then the file's is taken.
//!
//! Error::reason is PrivateKey::passphraseMissing or passphraseWrong where a passphrase is to be
//! asked for. Reads a file and takes about 2 ms of CPU, more for an encrypted key.
[[nodiscard]] core::Result<ProfileKey> loadKey(const Profile &profile, const ConfigFile &file,
                                               const QProcessEnvironment &environment,
                                               const core::Secret &given = {});

} // namespace oci
