// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"

#include <QByteArray>
#include <QString>

#include <expected>

namespace oci::demo {

//! An error as the service words it (protocol reference, 11.1 and 11.2).
struct Refusal {
    int status = 400;
    QByteArray code = "400"; //!< inference writes the status as text where the plane has a word
    QString message;
    QByteArray type; //!< OpenAI's words: these three are told to clients of /openai/v1
    QByteArray param;
    QByteArray reason;
    core::http::Headers headers;

    bool operator==(const Refusal &) const = default;
};

template<typename T>
using Judged = std::expected<T, Refusal>;

//! `{"code":…,"message":…}`
[[nodiscard]] core::http::Response ociError(const Refusal &refusal);
//! `{"error":{"message","type","param","code"}}`
[[nodiscard]] core::http::Response openAiError(const Refusal &refusal);

[[nodiscard]] Refusal notAuthenticated(const QString &message = {});
[[nodiscard]] Refusal notAuthorizedOrNotFound();
[[nodiscard]] Refusal methodNotAllowed();
//! Inference's own words for a model that it does not have.
[[nodiscard]] Refusal noSuchModel(const QString &name);
//! 400: the body is not what the service reads; `path` names the field.
[[nodiscard]] Refusal badFormat(const QString &path, const QString &what);
//! 400 of a vendor behind the service: its JSON error comes as the text of `message`.
[[nodiscard]] Refusal vendorRefusal(const QByteArray &param, const QByteArray &reason,
                                    const QString &message);
//! The service's usual code for a status, e.g. 429: "TooManyRequests".
[[nodiscard]] QByteArray codeFor(int status);
[[nodiscard]] QString messageFor(int status);

} // namespace oci::demo
