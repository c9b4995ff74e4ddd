// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "core/secret.h"

#include <QProcessEnvironment>
#include <QString>

namespace oci {

//! A file that only its owner should read: the configuration, a key, a token.
struct PrivateFile {
    core::Secret bytes;
    QString warning; //!< others may read it; empty where not
};

//! Reads it whole. A file that is missing is an ErrorCode::NotFound, one that cannot be read or
//! is larger than `maxSize` an ErrorCode::Unauthorized.
//!
//! The warning is about a mode other than 0600 and 0400 (protocol reference, 1.6), and is left
//! away with OCI_CLI_SUPPRESS_FILE_PERMISSIONS_WARNING=True. On Windows, where the mode says
//! nothing, there is none.
[[nodiscard]] core::Result<PrivateFile> readPrivateFile(const QString &path, qsizetype maxSize,
                                                        const QProcessEnvironment &environment);

//! Writes it with mode 0600, in one step: whoever reads meanwhile reads the old file whole or the
//! new one whole (protocol reference, 1.6). A link stays one, and the file that it leads to is
//! replaced. The folder must be there. A failure is an ErrorCode::Internal and leaves the old file.
[[nodiscard]] core::Result<void> writePrivateFile(const QString &path, const core::Secret &bytes);

//! Makes a folder, and those above it, that are not there; it itself with mode 0700. One that is
//! there stays as it is. A failure is an ErrorCode::Internal.
[[nodiscard]] core::Result<void> makePrivateFolder(const QString &path);

} // namespace oci
