// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/routes/router.h"

namespace gateway::routes {

//! What OpenAI's API has and OCI's Generative AI has not: files, batches, speech and so on. A
//! client is told so with a 501, whatever the method.
void addUnservedRoutes(Router &router);
//! A surface of ours, e.g. "/rerank", whose service is not there in this gateway. `what`: what
//! cannot be had, e.g. "Ranks".
void addMissingBackend(Router &router, const QByteArrayList &paths, const QString &what);

} // namespace gateway::routes
