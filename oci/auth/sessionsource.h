// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "oci/auth/privatekey.h"
#include "oci/auth/sessiontoken.h"

#include <QString>
#include <QUrl>

#include <functional>

namespace oci {

//! Where a session's token and key are, and where the token is renewed.
struct SessionSource {
    QString profile;   //!< its name in the configuration file, for what people read
    QString region;    //!< identifier, the same
    QString tokenFile; //!< path
    QString keyFile;   //!< path; empty: the key is not in a file of its own
    //! Reads the key anew: a new sign-in makes a new one. Callable from any thread.
    std::function<core::Result<PrivateKey>()> loadKey;
    QUrl authBase; //!< base of the service "auth"
};

//! A token with the key that it was made for.
struct SessionPair {
    SessionToken token;
    PrivateKey key;

    bool operator==(const SessionPair &other) const
    {
        return token == other.token && key.fingerprint() == other.key.fingerprint();
    }
};

} // namespace oci
