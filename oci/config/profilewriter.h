// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

#include <optional>
#include <utility>

namespace oci {

//! Key and value, in order; without a value, the key is taken away.
using ProfileEntries = QList<std::pair<QString, std::optional<QString>>>;

//! Whether it can be the name of a profile and of a folder on every system: 1 to 64 characters
//! that can be seen or are a space, a letter, a digit or '_' first, no space or dot last, and none
//! of / \ [ ] : * ? " < > |.
[[nodiscard]] bool isProfileName(const QString &name);
//! That it is none, for a person.
[[nodiscard]] core::Error notAProfileName(const QString &name);

//! The text of a configuration file in which the profile has these entries. Lines of the same
//! keys in it are replaced, new ones follow its last entry; a profile that is not there comes at
//! the end. Everything else, comments too, stays as it is, byte for byte. The config must be one
//! that ConfigFile::parse() reads; name and values hold no line ends and begin and end with no
//! blank.
[[nodiscard]] QByteArray withProfile(QByteArrayView config, const QString &profile,
                                     const ProfileEntries &entries);

//! Does so to a file, in one step and with mode 0600; one that is not there is made. Left alone,
//! with an error, are a file that cannot be read as a configuration, one that its owner may not
//! write, and one that would not read back as it should.
[[nodiscard]] core::Result<void> writeProfile(const QString &path, const QString &profile,
                                              const ProfileEntries &entries);

} // namespace oci
