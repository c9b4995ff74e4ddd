// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/modelinfo.h"
#include "oci/inference/knownmodels.h"

namespace oci {

//! Adds what the service does not tell: context length, limits, modalities, tools and, where it
//! is missing, the vendor. `name` is the display name of the base model; empty: unknown.
void addFacts(core::ModelInfo &model, const QString &name, const KnownModels &known);

//! What the table knows of a model by its name; for models that no service has listed.
[[nodiscard]] core::ModelInfo modelFromTable(const QString &name, const KnownModels &known);

} // namespace oci
