// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatanswer.h"

#include <boost/json/object.hpp>

namespace oci {

//! Adds what a message of the GENERIC format says, tool calls excepted, to a delta: text parts
//! joined without a separator (14.11), reasoning, refusal and citations. Missing, null and
//! unknown parts do no harm.
void readGenericMessage(const boost::json::object &message, core::ChatDelta &delta);
//! The sources that a search on the web found, as citations (protocol reference, 7.4).
[[nodiscard]] QList<core::UrlCitation> readGrounding(const boost::json::object &metadata);

} // namespace oci
