// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/profilespec.h"
#include "app/common/settings.h"
#include "core/ports/connections.h"
#include "oci/config/configfile.h"
#include "oci/config/regiontable.h"

#include <QMap>
#include <QProcessEnvironment>

#include <optional>

namespace app {

//! The profiles of the OCI configuration file; without a file, the one that the variables alone
//! make; where AUTH_TYPE names a principal, that one alone. Reads the file when made and again on
//! `reload()`.
class ProfileSource
{
public:
    ProfileSource(const Settings &settings, const QProcessEnvironment &environment);

    void reload();

    //! One for each profile, with what stands against using it.
    [[nodiscard]] QList<core::ConnectionInfo> connections() const;
    //! The id of the profile that the environment or the default means, which may be one that is
    //! not there; empty: nothing is configured.
    [[nodiscard]] QString chosen() const;
    //! Whether a variable or an option names that profile.
    [[nodiscard]] bool isNamed() const { return m_isNamed; }
    //! Why the file could not be read.
    [[nodiscard]] const std::optional<core::Error> &problem() const { return m_problem; }
    //! What works but should be mended, one sentence each.
    [[nodiscard]] QStringList warnings() const { return m_warnings; }

    //! `passPhrase`: of a person; empty: the environment's or the file's own, if there is one.
    //! Error::reason is oci::PrivateKey::passphraseMissing or passphraseWrong where a passphrase
    //! would help.
    [[nodiscard]] core::Result<LoadedProfile> load(const QString &connectionId,
                                                   const core::Secret &passPhrase) const;
    //! With what it inherits and what the variables say of it.
    [[nodiscard]] core::Result<oci::Profile> profile(const QString &name) const;
    //! The same as it stands in the file alone.
    [[nodiscard]] core::Result<oci::Profile> profileInFile(const QString &name) const
    {
        return m_config.profile(name);
    }
    //! Name of the profile that is meant; empty: none.
    [[nodiscard]] QString chosenName() const { return m_chosen; }
    //! The file that was read; empty: there is none.
    [[nodiscard]] QString configFile() const { return m_configFile; }
    [[nodiscard]] oci::RegionTable regionTable() const;
    //! Identifiers of those with Generative AI, for a list.
    [[nodiscard]] QStringList regionsWithModels() const;

    //! A profile that stands in no file: it lasts for this run, and in it counts for more.
    void keep(const oci::Profile &profile) { m_kept.insert(profile.name, profile); }
    [[nodiscard]] bool isKept(const QString &name) const { return m_kept.contains(name); }
    void forget(const QString &name) { m_kept.remove(name); }

    //! What to ask for, e.g. "Passphrase of ~/.oci/oci_api_key.pem"; empty: the key is in no file
    //! of its own.
    [[nodiscard]] QString keyFileOf(const QString &connectionId) const;

private:
    [[nodiscard]] core::Result<oci::ConfigFile> readFile(const QString &path);
    [[nodiscard]] core::Result<LoadedProfile> loadPrincipal() const;
    //! A principal needs none, but for one that names the file of a delegation token.
    [[nodiscard]] bool needsFile() const;
    [[nodiscard]] QStringList names() const;

    const Settings &m_settings;
    QProcessEnvironment m_environment;
    oci::ConfigFile m_config;
    QString m_configFile;
    QMap<QString, oci::Profile> m_kept; //!< by name
    bool m_isFromVariables = false;     //!< there is no file, and variables stand in for it
    bool m_isNamed = false;
    QString m_chosen; //!< name of the profile that is meant
    std::optional<core::Error> m_problem;
    QStringList m_warnings;
};

} // namespace app
