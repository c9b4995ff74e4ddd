// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/message.h"
#include "oci/demo/refusal.h"

#include <boost/json/array.hpp>

namespace oci::demo {

//! Reads `messages` of a GENERIC request (protocol reference, 7.3). `path` is where they stand,
//! for the errors.
[[nodiscard]] Judged<QList<core::Message>> readGenericMessages(const boost::json::array &json,
                                                               const QString &path);

} // namespace oci::demo
