// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"
#include "core/result.h"
#include "oci/inference/modelprofile.h"

#include <boost/json/object.hpp>

namespace oci {

//! A JSON Schema as the model takes it (protocol reference, 13.9): local references are put in
//! place (a recursive one becomes any object), null types and decorations go. Properties that
//! happen to be named like a keyword stay. An empty schema becomes one of an object without
//! properties. Beyond a number of nodes everything becomes any object; beyond 4 MB, whatever the
//! references multiply to, the schema is an InvalidRequest.
[[nodiscard]] core::Result<boost::json::object> simplifiedSchema(const boost::json::object &schema,
                                                                 SchemaDialect dialect);
//! The request with all its schemas as the model takes them. An error names the schema's place as
//! OpenAI's clients know it.
[[nodiscard]] core::Result<core::ChatRequest> withSimpleSchemas(const core::ChatRequest &request,
                                                                SchemaDialect dialect);

} // namespace oci
