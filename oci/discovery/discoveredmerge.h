// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/modelinfo.h"
#include "oci/discovery/discoveredmodel.h"
#include "oci/discovery/modellisting.h"

namespace oci {

//! Puts what the catalogue of all regions (protocol reference, 9.5) says of one region together
//! with the models that the region lists on demand: it is the better source of what a model can do,
//! and knows models that the list does not have. What the list has and cannot be called stays out.
//! `models` stays sorted by name.
void mergeDiscovered(QList<core::ModelInfo> &models, const QList<DiscoveredModel> &discovered,
                     const ModelListing &listing, const QString &region, const QDateTime &nowUtc,
                     const KnownModels &known);

} // namespace oci
