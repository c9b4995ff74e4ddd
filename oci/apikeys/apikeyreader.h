// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/apikeys.h"

#include <boost/json/object.hpp>

#include <optional>

namespace oci {

//! An ApiKey or ApiKeySummary (protocol reference, 5.5 and Appendix B), without the values of its
//! secrets. Nothing where it has no OCID; states that are not known are read as Unknown.
[[nodiscard]] std::optional<core::ApiKey> readApiKey(const boost::json::object &json);

//! Takes the values of secrets out of an ApiKey: what stays in `json` is overwritten.
[[nodiscard]] QList<core::IssuedApiKey::Value> takeSecretValues(boost::json::object &json);

//! As the service writes it, e.g. "REVOKED"; empty for Unknown.
[[nodiscard]] QString wordFor(core::ApiKeySecret::State state);

} // namespace oci
