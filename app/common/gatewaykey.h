// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "core/secret.h"

#include <QString>

namespace app {

//! A new random key for clients of the gateway: "gh-" and 43 characters that hold 256 bits.
[[nodiscard]] core::Secret newGatewayKey();

//! The key that clients present to the headless gateway.
struct StoredGatewayKey {
    core::Secret key;
    QString fileName;
    bool isNew = false; //!< made by this call
};

//! Reads `gateway.key` (mode 0600) of the data folder, or makes it. Two processes that start at
//! once end up with the same key. Reading a file that others can read closes it to them.
[[nodiscard]] core::Result<StoredGatewayKey> loadOrMakeGatewayKey(const QString &dataDir);

} // namespace app
