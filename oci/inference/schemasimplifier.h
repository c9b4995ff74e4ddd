// SPDX-License-Identifier: MIT
#pragma once

#include "oci/inference/modelprofile.h"

#include <boost/json/object.hpp>

namespace oci {

//! A JSON Schema as the model takes it (protocol reference, 13.9): local references are put in
//! place (a recursive one becomes any object), null types and decorations go. Properties that
//! happen to be named like a keyword stay. An empty schema becomes one of an object without
//! properties. The size of the result is bounded, whatever the references multiply to.
[[nodiscard]] boost::json::object simplifiedSchema(const boost::json::object &schema,
                                                   SchemaDialect dialect);

} // namespace oci
