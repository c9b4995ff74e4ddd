// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"
#include "oci/http/responsehead.h"
#include "oci/inference/modelprofile.h"

namespace oci {

//! A note to the caller on what they asked for and the model does not take, by OpenAI's names of
//! the fields; empty where all of it was sent (protocol reference, 11.7).
[[nodiscard]] QString noteOfLeftOut(const core::ChatRequest &request, const ModelProfile &profile);

//! That the model will be retired (7.1); empty if the service says nothing.
[[nodiscard]] QString retirementWarning(const ResponseHead &head);

} // namespace oci
