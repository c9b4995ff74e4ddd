// SPDX-License-Identifier: MIT
#pragma once

#include "oci/demo/chatcall.h"
#include "oci/demo/demomodel.h"
#include "oci/demo/refusal.h"

#include <optional>

namespace oci::demo {

//! What this model refuses of a well-formed call, in its vendor's words (protocol reference,
//! 12.3 and 14). Nothing: it answers.
[[nodiscard]] std::optional<Refusal> refusalBy(const DemoModel &model, const ChatCall &call);

} // namespace oci::demo
