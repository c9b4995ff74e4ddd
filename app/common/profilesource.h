// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/profilespec.h"
#include "app/common/settings.h"
#include "core/ports/connections.h"
#include "oci/config/configfile.h"

#include <QProcessEnvironment>

#include <optional>

namespace app {

//! The profiles of the OCI configuration file, for the list in the window. Reads the file when
//! made and again on `reload()`.
class ProfileSource
{
public:
    ProfileSource(const Settings &settings, QProcessEnvironment environment);

    void reload();

    [[nodiscard]] QList<core::ConnectionInfo> connections() const;
    //! The id of the profile that the environment or the default means; empty: there is none.
    [[nodiscard]] QString preferred() const;
    //! Why the file could not be read; empty if it could, or if there is none.
    [[nodiscard]] QString problem() const { return m_problem; }
    [[nodiscard]] QStringList warnings() const { return m_warnings; }

    //! `passPhrase`: of a person; empty: the file's own, if it has one.
    [[nodiscard]] core::Result<LoadedProfile> load(const QString &connectionId,
                                                   const core::Secret &passPhrase) const;
    //! What to ask for, e.g. "Passphrase of ~/.oci/oci_api_key.pem".
    [[nodiscard]] QString keyFileOf(const QString &connectionId) const;

private:
    [[nodiscard]] core::Result<oci::Profile> profile(const QString &connectionId) const;

    const Settings &m_settings;
    QProcessEnvironment m_environment;
    std::optional<oci::ConfigFile> m_config;
    QString m_chosen; //!< name of the profile that is meant
    QString m_problem;
    QStringList m_warnings;
};

} // namespace app
