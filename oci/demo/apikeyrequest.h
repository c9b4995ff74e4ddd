// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "oci/demo/demoapikey.h"
#include "oci/demo/refusal.h"

#include <boost/json/object.hpp>

#include <optional>

namespace oci::demo {

//! Reads what the calls that change API keys bring with them (protocol reference, 5.5 and
//! Appendix B), refusing unknown fields. A time of expiry that is left out is 90 days from `now`.
[[nodiscard]] Judged<boost::json::object> apiKeyBody(const core::http::Request &request);

//! CreateApiKeyDetails, as a key with an OCID of its own.
[[nodiscard]] Judged<DemoApiKey> readNewApiKey(const boost::json::object &body,
                                               QByteArrayView region, const QDateTime &now);
//! RenewApiKeyDetails, as the secret that takes the place of the one by its name.
[[nodiscard]] Judged<DemoSecret> readRenewal(const boost::json::object &body, const QDateTime &now);

//! UpdateApiKeyDetails; what is left out stays.
struct ApiKeyNaming {
    std::optional<QString> name;
    std::optional<QString> description;
};
[[nodiscard]] Judged<ApiKeyNaming> readNaming(const boost::json::object &body);

//! SetApiKeyStateDetails.
struct SecretStateChange {
    QString secret;
    DemoSecret::State state;
};
[[nodiscard]] Judged<SecretStateChange> readStateChange(const boost::json::object &body);

//! The compartment of a move.
[[nodiscard]] Judged<QByteArray> readPlace(const boost::json::object &body);

//! 400: `field` names a secret that the key does not have.
[[nodiscard]] Refusal noSuchSecret(const QString &field);

} // namespace oci::demo
