// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QByteArrayView>

namespace oci {

//! What an `Authorization: Signature …` header says.
struct SignatureParameters {
    QByteArray version;
    QByteArray keyId;
    QByteArray algorithm;
    QByteArrayList headers; //!< as written, in order
    QByteArray signature;   //!< raw, base64 decoded

    bool operator==(const SignatureParameters &) const = default;
};

//! Reads it. Parameters come in any order, unknown ones are passed over; one that is missing or
//! there twice, and base64 that is not strict, are an ErrorCode::Unauthorized.
[[nodiscard]] core::Result<SignatureParameters> readAuthorization(QByteArrayView header);

} // namespace oci
