// SPDX-License-Identifier: MIT
#pragma once

#include "oci/inference/chatcall.h"

namespace oci {

//! Whether a chat can be sent to the region of its target, which may be another one than the
//! connection's (protocol reference, 14.22). InvalidRequest, "region_unreachable", where it
//! cannot: an endpoint URL that names no region has one place, a bearer key counts in its own
//! region alone, and a credential in its own realm.
[[nodiscard]] core::Result<void> checkRegion(const ChatTarget &target, const ChatSettings &settings,
                                             bool isBearer);

} // namespace oci
