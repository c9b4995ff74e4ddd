// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "oci/demo/demoaccount.h"
#include "oci/demo/refusal.h"
#include "oci/demo/route.h"

#include <QDateTime>

namespace oci::demo {

//! GET /20231130/models (protocol reference, 9.1 and 9.2): filters capability, vendor,
//! lifecycleState, displayName and id; sortBy and sortOrder; limit (1 to 1000) and page, with
//! the next page's token in `opc-next-page`. The compartment must be one of the account's.
[[nodiscard]] Judged<core::http::Response> listModels(const Route &route, QByteArrayView region,
                                                      const DemoAccount &account,
                                                      const QDateTime &now);
//! GET /20231130/models/{id}
[[nodiscard]] Judged<core::http::Response> getModel(const Route &route, QByteArrayView region,
                                                    const QDateTime &now);

} // namespace oci::demo
