// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/connectionspec.h"
#include "app/common/settings.h"
#include "oci/auth/profilekey.h"
#include "oci/config/profile.h"

#include <QProcessEnvironment>
#include <QStringList>

#include <functional>

namespace app {

//! What ids of connections begin with that sign as a profile.
inline constexpr QLatin1StringView profilePrefix("profile:");
//! The same of those that present a bearer key.
inline constexpr QLatin1StringView bearerPrefix("bearer:");

//! A profile with everything that signing by it needs.
struct LoadedProfile {
    ConnectionSpec spec;
    QStringList warnings; //!< what works but should be mended, one sentence each
};

//! Why a profile cannot be used by this version or as it stands; empty if nothing is known
//! against it. Reads no key: good for a list.
[[nodiscard]] QString problemOf(const oci::Profile &profile, const Settings &settings);

//! Whether requests are signed by a session token rather than an API key: where the settings
//! leave it to the profile, one that names a token file is for sessions, also if it inherits it
//! (protocol reference, 1.2).
[[nodiscard]] bool usesSession(const oci::Profile &profile, const Settings &settings);

//! Makes the connection of a profile one that signs by its session, with warnings where nobody is
//! signed in at `now`: that can be mended while the program runs. `loadKey` reads the session's key
//! anew, in any thread.
void addSession(LoadedProfile &loaded, const oci::Profile &profile,
                std::function<core::Result<oci::PrivateKey>()> loadKey,
                const QProcessEnvironment &environment, const QDateTime &now);

//! A connection that signs as the profile, whose key has been loaded. `environment`: says what
//! regions there are. An unknown region is an error.
[[nodiscard]] core::Result<LoadedProfile> specOf(const oci::Profile &profile, oci::ProfileKey key,
                                                 const Settings &settings,
                                                 const QProcessEnvironment &environment);

//! A connection that presents a bearer key.
[[nodiscard]] ConnectionSpec specOf(const BearerConnection &bearer, const Settings &settings);

//! Where lists of models lie between runs; empty: nowhere.
[[nodiscard]] QString catalogFolder(const Settings &settings);

} // namespace app
