// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"

namespace oci {

//! An InvalidRequest. `param` names the field as OpenAI's clients know it, and may be empty.
[[nodiscard]] std::unexpected<core::Error> badRequest(const QString &param, const QString &reason,
                                                      const QString &message);

//! A connection that signs needs a compartment, and has none.
[[nodiscard]] core::Error compartmentMissing();

} // namespace oci
