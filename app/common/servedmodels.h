// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/modelinfo.h"
#include "oci/inference/routetable.h"

#include <QList>

namespace app {

//! What a connection serves of its catalog: what can be chatted with, which says so, and, where it
//! signs, what computes embeddings or ranks.
[[nodiscard]] QList<core::ModelInfo> servedModelsOf(const QList<core::ModelInfo> &models,
                                                    bool isBearer,
                                                    const oci::RouteOverrides &routes);
//! Those of them that can be chatted with.
[[nodiscard]] QList<core::ModelInfo> chatModelsOf(const QList<core::ModelInfo> &served);

} // namespace app
