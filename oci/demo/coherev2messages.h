// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/message.h"
#include "oci/demo/refusal.h"

#include <boost/json/array.hpp>

namespace oci::demo {

//! Reads `messages` of a COHEREV2 request (protocol reference, 7.7). `path` is where they stand,
//! for the errors. Every call must have its result (14.26).
[[nodiscard]] Judged<QList<core::Message>> readCohereV2Messages(const boost::json::array &json,
                                                                const QString &path);

} // namespace oci::demo
