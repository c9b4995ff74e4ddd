// SPDX-License-Identifier: MIT
#pragma once

#include "oci/auth/sessionsource.h"
#include "oci/config/profile.h"
#include "oci/config/profilewriter.h"

namespace oci {

//! Writes a session that has just begun into `folder`/`profile`, as `oci session authenticate`
//! does (protocol reference, 3.1): its key pair and its token, each with mode 0600. Whatever was
//! there of an earlier session of the profile is replaced. Returns the profile that uses it.
[[nodiscard]] core::Result<Profile> keepSession(const SessionPair &session, const QString &profile,
                                                const QString &region, const QString &folder);

//! What stands in the configuration file for it.
[[nodiscard]] ProfileEntries entriesOf(const Profile &session);

} // namespace oci
