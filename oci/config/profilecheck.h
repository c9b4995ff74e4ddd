// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "oci/config/profile.h"

#include <QByteArrayView>

namespace oci {

//! Whether the shape is that of an OCID (protocol reference, 1.3).
[[nodiscard]] bool isOcid(const QString &text);

//! Whether a profile has what signing with an API key needs. Otherwise an
//! ErrorCode::Unauthorized whose message names the key and how to mend it, with the key as
//! `param`.
[[nodiscard]] core::Result<void> checkForApiKey(const Profile &profile);

//! The same for a session token.
[[nodiscard]] core::Result<void> checkForSessionToken(const Profile &profile);

//! A sentence where the profile's fingerprint is not that of its key, the most common cause of
//! a 401; empty where it is or the profile has none.
[[nodiscard]] QString fingerprintWarning(const Profile &profile, QByteArrayView ofKey);

} // namespace oci
