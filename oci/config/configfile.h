// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "core/secret.h"
#include "oci/config/profile.h"

#include <QByteArrayView>
#include <QHash>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <memory>

namespace oci {

//! The OCI configuration file, read (protocol reference, 1.2 and 1.3). A value; copies share
//! the secrets, and the last one wipes them.
class ConfigFile
{
public:
    static constexpr qsizetype maxSize = 1024 * 1024;

    //! `~` in paths becomes `homeFolder`. A fault is an ErrorCode::Unauthorized that names the
    //! line and never repeats it. The bytes remain the caller's to wipe.
    [[nodiscard]] static core::Result<ConfigFile> parse(QByteArrayView bytes,
                                                        const QString &homeFolder);

    //! In the order of the file.
    [[nodiscard]] QStringList profileNames() const;
    //! With what it inherits from [DEFAULT]; names tell case. One that is not in the file is an
    //! ErrorCode::NotFound, also where there is a DEFAULT.
    [[nodiscard]] core::Result<Profile> profile(const QString &name) const;
    //! The profile's own or inherited `pass_phrase`; empty where there is none.
    [[nodiscard]] core::Secret passPhrase(const QString &profileName) const;
    //! The profile's own or inherited `key_content`, PEM; empty where there is none, or where a
    //! `key_file` of its own stands against the inherited one.
    [[nodiscard]] core::Secret keyContent(const QString &profileName) const;
    //! What works but is likely not meant, one sentence each, without secrets.
    [[nodiscard]] QStringList warnings() const { return m_warnings; }

private:
    struct Section {
        QString name;
        QMap<QString, QString> values;
        QMap<QString, std::shared_ptr<const core::Secret>> secrets;
    };
    class Reader;

    [[nodiscard]] const Section *section(const QString &name) const;
    [[nodiscard]] core::Secret secret(const QString &profileName, const QString &key) const;

    QString m_homeFolder;
    QList<Section> m_sections;         // in the order of the file
    QHash<QString, qsizetype> m_index; // place in it by name
    QStringList m_warnings;
};

//! `~` and `~/…` (on Windows also `~\…`) in the home folder; anything else as it is.
[[nodiscard]] QString expandedPath(const QString &path, const QString &homeFolder);

} // namespace oci
