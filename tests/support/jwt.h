// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

namespace tests {

//! A JWT with these claims (JSON) and a signature that is none.
[[nodiscard]] inline QByteArray jwt(const QByteArray &claims)
{
    const auto part = [](const QByteArray &bytes) {
        return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    };
    return part(R"({"alg":"RS256","typ":"JWT"})") + '.' + part(claims) + '.' +
           part("no signature, made by a test");
}

} // namespace tests
