// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "core/secret.h"

#include <QFuture>
#include <QObject>
#include <QString>
#include <QStringList>

namespace core {

//! An API signing key that is to be made, and for whom.
struct SigningKeyDetails {
    QString profile;   //!< name of the profile that it is for
    QString user;      //!< OCID
    QString tenancy;   //!< OCID
    QString region;    //!< identifier or short key
    Secret passPhrase; //!< of the key file; empty: it has none
};

//! One that has been made. OCI does not know it yet: the person uploads the public half.
struct SigningKey {
    QString profile;
    QString keyFile;     //!< path of the private half
    QString publicKey;   //!< PEM, what is uploaded
    QString fingerprint; //!< as OCI shows it once it is there

    bool operator==(const SigningKey &) const = default;
};

//! Makes API signing keys and profiles that use them. Used in the GUI thread.
class SigningKeys : public QObject
{
    Q_OBJECT

public:
    //! What stands in the configuration file under a name.
    enum class Standing {
        New,
        Key,   //!< a profile that signs by an API key, whose place a new one can take
        Taken, //!< a profile that signs in otherwise: it stays as it is
        Unfit, //!< nothing can: it is no name of a profile
    };

    using QObject::QObject;

    //! What to begin a form with.
    [[nodiscard]] virtual SigningKeyDetails suggestion() const = 0;
    [[nodiscard]] virtual Standing standing(const QString &profile) const = 0;
    //! Identifiers of the regions that are known.
    [[nodiscard]] virtual QStringList regions() const = 0;
    //! Where a profile is added with the person's consent.
    [[nodiscard]] virtual QString configFile() const = 0;

    //! Makes a pair and writes it into files of its own; no other key is replaced. Error::param
    //! names what is wrong with the details: "profile", "user", "tenancy" or "region".
    virtual QFuture<Result<SigningKey>> make(SigningKeyDetails details) = 0;
    //! Signs by the key that was made last from here on. With `addToConfig` its profile is written
    //! into the configuration file, where it replaces the key of one of the same name; otherwise
    //! the profile lasts for this run.
    virtual void use(bool addToConfig) = 0;
};

} // namespace core
