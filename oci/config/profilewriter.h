// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "oci/config/profile.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

#include <utility>

namespace oci {

using ProfileEntries = QList<std::pair<QString, QString>>; //!< key and value, in order

//! Whether it can be the name of a profile and of a folder: letters, digits, '-', '_' and '.',
//! beginning with a letter or digit, 64 at most.
[[nodiscard]] bool isProfileName(const QString &name);

//! The text of a configuration file in which the profile has these entries. Lines of the same
//! keys in it are replaced, new ones follow its last entry; a profile that is not there comes at
//! the end. Everything else, comments too, stays as it is, byte for byte. The profile's name and
//! the values must hold no line ends.
[[nodiscard]] QByteArray withProfile(QByteArrayView config, const QString &profile,
                                     const ProfileEntries &entries);

//! Does so to a file, in one step and with mode 0600; one that is not there is made. A file that
//! cannot be read as a configuration is left alone, and that is the error.
[[nodiscard]] core::Result<void> writeProfile(const QString &path, const QString &profile,
                                              const ProfileEntries &entries);

} // namespace oci
