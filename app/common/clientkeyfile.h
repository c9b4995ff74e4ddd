// SPDX-License-Identifier: MIT
#pragma once

#include "core/access/clientkey.h"
#include "core/result.h"

namespace app {

//! The JSON of keys.json: metadata and hashes, never a key. What is not of that form is an error
//! that names the file, and so is a file of a newer version: it may say what we would lose.
[[nodiscard]] core::Result<QList<core::ClientKey>> readClientKeys(const QByteArray &json,
                                                                  const QString &fileName);
[[nodiscard]] QByteArray clientKeysJson(const QList<core::ClientKey> &keys);

} // namespace app
