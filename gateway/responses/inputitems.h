// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <functional>

namespace gateway::responses {

//! What was kept of earlier responses, for a caller who may see it.
struct Kept {
    //! The items of a response and of all before it, the oldest first: its own input and output
    //! last. An error whose `param` is "previous_response_id" where it is not kept.
    std::function<core::Result<QList<boost::json::array>>(const QString &responseId)> conversation;
    std::function<std::optional<boost::json::object>(const QString &itemId)> item;
};

//! The `input` of a request as a list of items, each with an id and messages with content parts,
//! as they are listed later. A reference to an item is replaced by the item.
[[nodiscard]] core::Result<boost::json::array> readInput(const boost::json::object &body,
                                                         const Kept &kept);

} // namespace gateway::responses
