// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/modelinfo.h"
#include "oci/discovery/freenames.h"
#include "oci/discovery/modeldeployment.h"
#include "oci/discovery/project.h"
#include "oci/inference/knownmodels.h"

namespace oci {

//! The model deployments of Data Science as models, the oldest first. Chats are said to be possible
//! where the deployment tells that it speaks OpenAI's words (protocol reference, 10.1); one that
//! does not can be named all the same. What cannot be called now stands there with its state.
[[nodiscard]] QList<core::ModelInfo> deployedModels(QList<ModelDeployment> deployments,
                                                    FreeNames &names);

//! Routing profiles as models that can chat (protocol reference, 9.6), by the same rules.
[[nodiscard]] QList<core::ModelInfo> routedModels(QList<RoutingProfile> profiles, FreeNames &names,
                                                  const KnownModels &known);

//! Whether something in this state is worth a mention: it is not gone, and will not be soon.
[[nodiscard]] bool isThere(const QString &lifecycleState);

} // namespace oci
