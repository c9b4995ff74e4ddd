// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "core/result.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QByteArrayView>
#include <QDateTime>
#include <QUrl>

namespace oci {

//! Which header carries the time. `XDate` is for where something on the way rewrites Date.
enum class DateHeader { Date, XDate };

//! POST, PUT and PATCH: their content headers are signed, too, also with an empty body.
[[nodiscard]] bool signsContent(QByteArrayView method);

//! What is signed, in order, as the `headers` parameter names it (protocol reference, 2.2 step 5).
[[nodiscard]] QByteArrayList signedHeaderNames(QByteArrayView method,
                                               DateHeader date = DateHeader::Date);

//! Path and query just as QNetworkAccessManager puts them on the request line; at least "/".
[[nodiscard]] QByteArray requestTarget(const QUrl &url);
//! The Host header just as QNetworkAccessManager sends it: with the port where the URL has one.
[[nodiscard]] QByteArray hostHeader(const QUrl &url);

//! `content-length`, `content-type` and `x-content-sha256` of a body.
[[nodiscard]] core::http::Headers
contentHeaders(QByteArrayView body, const QByteArray &contentType = "application/json");

//! The bytes that are signed: one "name: value" for each of `names`, joined by LF. A name of
//! which the headers have none, or more than one, is an ErrorCode::InvalidRequest.
[[nodiscard]] core::Result<QByteArray> signingString(const QByteArrayList &names,
                                                     QByteArrayView method, QByteArrayView target,
                                                     const core::http::Headers &headers);

//! The value of the Authorization header; `signature` is raw.
[[nodiscard]] QByteArray authorizationHeader(const QByteArray &keyId, const QByteArrayList &names,
                                             const QByteArray &signature);

//! "<tenancy>/<user>/<fingerprint>" (protocol reference, 2.3).
[[nodiscard]] QByteArray apiKeyId(QByteArrayView tenancy, QByteArrayView user,
                                  QByteArrayView fingerprint);
//! "ST$<token>"; a token that already begins so, as some files have it, is not prefixed twice.
[[nodiscard]] QByteArray sessionKeyId(QByteArrayView token);

} // namespace oci
