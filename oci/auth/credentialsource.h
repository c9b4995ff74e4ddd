// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "oci/auth/caller.h"
#include "oci/auth/jwt.h"
#include "oci/auth/privatekey.h"

#include <QByteArray>
#include <QFuture>
#include <QObject>

namespace oci {

//! A session token and the key that signs with it.
struct PrincipalCredential {
    QByteArray token; //!< without "ST$"; a secret
    PrivateKey key;
    JwtClaims claims;
};

//! A token that was just issued, with the key that it was asked for; `token` may be the failure.
[[nodiscard]] core::Result<PrincipalCredential> credentialOf(const core::Result<QByteArray> &token,
                                                             const PrivateKey &session);

//! A failure of the call by which a principal signs in, "Signing in as <who>: …". What the table of
//! statuses advises is for calls of models by persons, so `advice` takes its place; a wrong clock
//! and a service that was not reached keep theirs. A refusal, of whatever status, is an
//! ErrorCode::Unauthorized.
[[nodiscard]] core::Error signInFailed(core::Error error, const QString &who,
                                       const QString &advice);

//! Where a principal is, for a program that was not told.
struct PrincipalFacts {
    QString region;  //!< identifier
    QString tenancy; //!< OCID; empty where nothing says

    bool operator==(const PrincipalFacts &) const = default;
};

//! Where the session credentials of a principal come from. Lives in one thread.
class CredentialSource : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    //! A new credential each time. Asked by one caller at a time.
    virtual QFuture<core::Result<PrincipalCredential>> fetch() = 0;
    virtual QFuture<core::Result<PrincipalFacts>> facts() = 0;
    //! What the principal is called in a sentence, "this instance".
    [[nodiscard]] virtual QString name() const = 0;
    //! What a person can do about a 401 that a new credential did not mend; a sentence.
    [[nodiscard]] virtual QString advice() const = 0;
    //! Whom policies name.
    [[nodiscard]] virtual Caller caller() const { return Caller::DynamicGroup; }
    //! Whether there is a newer credential than the last one fetched, where that is known.
    [[nodiscard]] virtual bool hasChanged() const { return false; }
};

} // namespace oci
