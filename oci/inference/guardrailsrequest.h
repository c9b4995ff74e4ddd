// SPDX-License-Identifier: MIT
#pragma once

#include "core/inference/guardrails.h"
#include "core/result.h"
#include "oci/inference/nativecall.h"

#include <QByteArray>

namespace oci {

//! Refuses what the service could not serve, e.g. a request that asks for no check at all.
[[nodiscard]] core::Result<void> checkGuardrails(const core::GuardrailsRequest &request);

//! The body of POST /20231130/actions/applyGuardrails (protocol reference, 7.17): one input as
//! `input`, more of them as `multimodalInput`.
[[nodiscard]] QByteArray guardrailsBody(const core::GuardrailsRequest &request,
                                        const NativeCall &call);

} // namespace oci
