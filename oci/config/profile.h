// SPDX-License-Identifier: MIT
#pragma once

#include "core/secret.h"

#include <QMap>
#include <QString>

namespace oci {

//! A profile of the OCI configuration file with what it inherits from [DEFAULT] filled in.
//!
//! `values` holds every key in lower case, known or not; a passphrase or key text is not among
//! them.
struct Profile {
    QString name;
    QString user;    //!< OCID
    QString tenancy; //!< OCID
    QString fingerprint;
    QString keyFile;           //!< `~` expanded
    QString region;            //!< as written: an identifier or a short key
    QString securityTokenFile; //!< `~` expanded; set: the profile is for session tokens
    QString delegationTokenFile;
    QString authenticationType;
    QMap<QString, QString> values;
    bool hasPassPhrase = false; //!< ask ConfigFile::passPhrase() for it
    bool hasKeyContent = false; //!< the PEM stands in the file: ask ConfigFile::keyContent() for it

    bool operator==(const Profile &) const = default;
};

} // namespace oci
