// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "oci/demo/refusal.h"

#include <QUrlQuery>

#include <boost/json/array.hpp>

namespace oci::demo {

//! How a service writes its lists (protocol reference, 9.1).
enum class ListShape { Items, Array };

//! One page of `all`: limit (1 to 1000) and page of the query are followed, the next page's token
//! stands in `opc-next-page`.
[[nodiscard]] Judged<core::http::Response> listPage(const boost::json::array &all,
                                                    const QUrlQuery &query, ListShape shape);

//! Orders what a service lists as sortBy (displayName, timeCreated or lifecycleState) and sortOrder
//! of the query say.
void sortItems(boost::json::array &items, const QUrlQuery &query);

//! The first value of a query's item, decoded; null: absent.
[[nodiscard]] QByteArray queryValue(const QUrlQuery &query, const QString &key);

} // namespace oci::demo
