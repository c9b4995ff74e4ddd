// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"

#include <QProcessEnvironment>
#include <QString>

#include <functional>

namespace oci {

//! Which configuration file and which profile of it apply.
struct ConfigLocation {
    QString file; //!< absolute where the variable is; empty: there is none, which suits principals
    QString fileNamedBy;    //!< the variable that names it, or empty
    QString profile;        //!< "DEFAULT" where no variable names another
    QString profileNamedBy; //!< the variable that names it, or empty

    bool operator==(const ConfigLocation &) const = default;
};

//! Whether a file is there; for tests to answer.
using FileExists = std::function<bool(const QString &path)>;

//! OCI_CONFIG_FILE, OCI_CLI_CONFIG_FILE, ~/.oci/config and the legacy ~/.oraclebmc/config, in
//! this order; OCI_CONFIG_PROFILE, OCI_CONFIG_FILE_KEY, OCI_CLI_PROFILE. An empty variable
//! counts as unset. A file that is named and missing is an ErrorCode::NotFound.
[[nodiscard]] core::Result<ConfigLocation> configLocation(const QProcessEnvironment &environment,
                                                          const QString &homeFolder,
                                                          const FileExists &exists);
//! The same, asking the file system.
[[nodiscard]] core::Result<ConfigLocation> configLocation(const QProcessEnvironment &environment,
                                                          const QString &homeFolder);

} // namespace oci
