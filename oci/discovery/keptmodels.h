// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/modelinfo.h"
#include "oci/discovery/tenancyscan.h"

namespace oci {

//! What of an earlier list still counts where parts of a new one could not be had: models of places
//! that were not listed, and endpoints that were but whose models were not, as these tell what an
//! endpoint can do. Such endpoints are taken out of the findings, and their state is the new one.
[[nodiscard]] QList<core::ModelInfo> keptModels(TenancyFindings &findings,
                                                const QList<core::ModelInfo> &earlier);

} // namespace oci
