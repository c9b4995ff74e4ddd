// SPDX-License-Identifier: MIT
#pragma once

#include "core/error.h"
#include "oci/inference/chatcall.h"
#include "oci/inference/modelprofile.h"

#include <optional>

namespace oci {

//! What a model takes after it has refused a field or the format, by the service's words (protocol
//! reference, 11.7 and 13.1). Nothing if the error is about something else, or if leaving out more
//! cannot help.
[[nodiscard]] std::optional<ModelProfile> repairedProfile(const ModelProfile &profile,
                                                          const core::Error &error);

//! The same of a call; for a model deployment also another of the ways that it may answer (10.2).
[[nodiscard]] std::optional<ModelProfile>
repairedProfile(const ChatCall &call, const core::ChatRequest &request, const core::Error &error);

} // namespace oci
