// SPDX-License-Identifier: MIT
#pragma once

#include "oci/discovery/tenancyscan.h"

namespace oci {

//! Adds what answers say to what is known already; what cannot be read becomes a failure. Pure:
//! for any thread.
[[nodiscard]] TenancyFindings findingsWith(TenancyFindings known,
                                           const QList<TenancyScan::Answer> &answers,
                                           const QString &tenancyId);

} // namespace oci
