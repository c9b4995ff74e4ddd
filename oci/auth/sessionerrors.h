// SPDX-License-Identifier: MIT
#pragma once

#include "core/error.h"
#include "oci/auth/sessionsource.h"

#include <QDateTime>

//! What is wrong with a session, in words that say what to do and never hold a token. All but
//! notRenewed() are ErrorCode::Unauthorized.
namespace oci::session {

//! Error::reason of missing().
inline constexpr auto missingReason = "session_missing";

//! "oci session authenticate …" for the profile of the source.
[[nodiscard]] QString signInCommand(const SessionSource &source);

//! There is no token. `why` names the file.
[[nodiscard]] core::Error missing(const SessionSource &source, const QString &why);
//! Error::reason "session_unreadable": the file cannot be read, or what it holds is no token.
[[nodiscard]] core::Error unreadable(const SessionSource &source, const QString &why);
//! "session_key": the key that belongs to it cannot be read.
[[nodiscard]] core::Error keyUnreadable(const SessionSource &source, const QString &why);
//! "session_expired"
[[nodiscard]] core::Error expired(const SessionSource &source, const QDateTime &when);
//! "session_refused": OCI takes neither requests nor a renewal with it: it was revoked, or its key
//! is another.
[[nodiscard]] core::Error refused(const SessionSource &source, const SessionPair &credential);
//! "session_not_renewed": OCI was not reached or could not answer; the code is that of `why`, but a
//! refusal is an ErrorCode::Unauthorized.
[[nodiscard]] core::Error notRenewed(const SessionSource &source, const core::Error &why);

} // namespace oci::session
