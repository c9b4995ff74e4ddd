// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/connectionspec.h"
#include "app/common/settings.h"
#include "oci/config/configfile.h"
#include "oci/config/profile.h"

#include <QProcessEnvironment>
#include <QStringList>

namespace app {

//! A profile with everything that signing by it needs.
struct LoadedProfile {
    ConnectionSpec spec;
    QStringList warnings; //!< what works but should be mended, one sentence each
};

//! Why a profile cannot be used by this version or as it stands; empty if nothing is known
//! against it. Reads no key: good for a list.
[[nodiscard]] QString problemOf(const oci::Profile &profile, const Settings &settings);

//! Reads the profile's key and puts the specification together. `given` is a passphrase of a
//! person or the keychain; empty: the one of the environment or the file. `isChosen`: the
//! variables of the environment speak of this profile. Error::reason is
//! oci::PrivateKey::passphraseMissing or passphraseWrong where a passphrase would help.
[[nodiscard]] core::Result<LoadedProfile>
loadProfile(const oci::Profile &profile, const oci::ConfigFile &file, const core::Secret &given,
            bool isChosen, const Settings &settings, const QProcessEnvironment &environment);

//! A connection that presents a bearer key.
[[nodiscard]] ConnectionSpec specOf(const BearerConnection &bearer, const Settings &settings);

} // namespace app
