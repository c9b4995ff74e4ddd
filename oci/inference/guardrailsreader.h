// SPDX-License-Identifier: MIT
#pragma once

#include "core/inference/guardrails.h"
#include "core/result.h"

#include <QByteArrayView>

namespace oci {

//! Reads an ApplyGuardrailsResult (protocol reference, 7.17). A check that was asked for and is
//! not in the answer, or a score that is no number, is a Protocol error: silence must not pass
//! for "nothing found". Names that are new are kept.
[[nodiscard]] core::Result<core::GuardrailsVerdict>
readVerdict(QByteArrayView body, const core::GuardrailsRequest &request);

} // namespace oci
