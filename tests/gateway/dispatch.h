// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/routes/router.h"

#include <QTest>

namespace tests {

//! Hands an exchange to its route, as the gateway does once the caller was let in.
inline void dispatch(const gateway::routes::Router &router, core::http::Exchange &exchange)
{
    const auto &request = exchange.request();
    const auto match = router.find(request.method, request.target);
    QVERIFY2(match.route, request.target.constData());
    match.route->handler(exchange, match.rest);
}

} // namespace tests
