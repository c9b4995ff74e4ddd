// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/clock.h"
#include "core/ports/usagejournal.h"
#include "gateway/observe/metrics.h"
#include "gateway/observe/requestlog.h"
#include "gateway/routes/router.h"
#include "gateway/streams/keptstreams.h"

#include <functional>

namespace gateway::routes {

//! What the routes below show; all outlive the router.
struct Observed {
    observe::RequestLog &log;
    streams::KeptStreams &streams;
    const observe::Metrics &metrics;
    std::function<observe::Metrics::Now()> now; //!< for the metrics
    core::UsageJournal *usage = nullptr;        //!< null: /usage is not served
    const core::Clock &clock;
};

//! Who sees what all callers do: the key made at first start, the first of the environment and the
//! window's. Others see their own.
[[nodiscard]] bool overlooksAll(const QByteArray &caller);

//! GET /metrics, /requests, /streams/{id} and /usage, POST /requests/bodies: our own, besides
//! OpenAI's.
void addObserveRoutes(Router &router, const Observed &observed);

} // namespace gateway::routes
