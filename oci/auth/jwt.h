// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QDateTime>
#include <QString>

namespace oci {

//! What the program reads of a token that a person or a principal signs in with (protocol
//! reference, 3.2). Not verified: the service does that.
struct JwtClaims {
    QDateTime expiresAt; //!< UTC; invalid where the token does not say
    QDateTime issuedAt;  //!< the same
    QString subject;
    QString tenancy;    //!< `tenant`, or `res_tenant` of a resource principal
    QString nonce;      //!< of an identity token: that of the sign-in
    QByteArray modulus; //!< of the session's RSA key, big-endian, without zeros before it; empty:
                        //!< not readable

    bool operator==(const JwtClaims &) const = default;
};

//! Longer texts are no tokens.
inline constexpr qsizetype longestJwt = 64 * 1024;

//! The token alone: without blanks and line ends around it, and without the "ST$" of a key id.
[[nodiscard]] QByteArrayView bareJwt(QByteArrayView text);

//! Reads a token, bare or not. Text that is not three parts of base64url with a JSON object in
//! the middle, as a half-written file has it, is an ErrorCode::Unauthorized whose message holds
//! nothing of the text. What is read may stand in a header as it is.
[[nodiscard]] core::Result<JwtClaims> readJwt(QByteArrayView text);

} // namespace oci
