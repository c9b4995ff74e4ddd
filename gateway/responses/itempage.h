// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"

#include <QUrlQuery>

namespace gateway::responses {

//! One page of a list of items, as JSON. `items` is a JSON array, the oldest first; of the query
//! `limit` (1 to 100, usually 20), `order` ("desc", the newest first, or "asc") and `after` (the id
//! of an item) count.
[[nodiscard]] core::Result<QByteArray> itemPage(const QByteArray &items, const QUrlQuery &query);

} // namespace gateway::responses
