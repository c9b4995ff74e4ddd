// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/modelinfo.h"
#include "oci/discovery/tenancyscan.h"

namespace oci {

//! What the findings of a region come to as models that can be called, by name:
//! base models on demand (of the region's list and of the catalogue of all regions), endpoints of
//! dedicated clusters, custom models that such an endpoint serves, model deployments and routing
//! profiles. What cannot be called now stands there with its state, unless it is gone. An endpoint
//! is called by its display name, without one by its model's name; where that name is taken, the
//! end of its OCID is added (protocol reference, 9.3). The oldest endpoint of a name keeps it. What
//! is `kept` of an earlier list keeps its name, and stands among them.
[[nodiscard]] QList<core::ModelInfo> catalogModels(const TenancyFindings &findings,
                                                   const QList<core::ModelInfo> &kept,
                                                   const QString &region, const QDateTime &nowUtc,
                                                   const KnownModels &known);

} // namespace oci
