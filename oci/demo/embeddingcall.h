// SPDX-License-Identifier: MIT
#pragma once

#include "oci/demo/demomodel.h"
#include "oci/demo/refusal.h"

#include <boost/json/object.hpp>

namespace oci::demo {

//! The EmbedTextResult for a body whose compartment and model are good (protocol reference, 7.15):
//! at most 96 inputs, images one at a time and of models that see, dimensions of models that have
//! several.
[[nodiscard]] Judged<boost::json::object>
answerEmbedding(const boost::json::object &body, const DemoModel &model, QByteArrayView region);

} // namespace oci::demo
