// SPDX-License-Identifier: MIT
#pragma once

#include "core/secret.h"
#include "oci/config/profile.h"

#include <QProcessEnvironment>

namespace oci {

//! The profile with what variables set instead (protocol reference, 1.7): region, tenancy, user,
//! fingerprint, key file and token files, first by Gatehouse's and the SDKs' names (OCI_REGION),
//! then the command line's (OCI_CLI_REGION), then those of other gateways (OCI_USER).
//!
//! For the one profile that the environment or the default chose, not for each of a list. An
//! empty Profile makes one of variables alone. An empty variable counts as unset.
[[nodiscard]] Profile withEnvironment(Profile profile, const QProcessEnvironment &environment,
                                      const QString &homeFolder);

//! OCI_CLI_PASSPHRASE; empty where it is unset.
[[nodiscard]] core::Secret passPhraseOf(const QProcessEnvironment &environment);

//! The key itself, PEM: OCI_CLI_KEY_CONTENT or OCI_KEY; empty where both are unset. It wins over
//! a key file.
[[nodiscard]] core::Secret keyContentOf(const QProcessEnvironment &environment);

} // namespace oci
