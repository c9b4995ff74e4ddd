// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"
#include "gateway/fields/reading.h"

#include <boost/json/object.hpp>

namespace gateway::openai {

//! Fields that OpenAI does not have and that Cohere's models take (protocol reference, 13.3):
//! `documents` to answer from, `citation_quality` and `safety_mode`. A document is an object or a
//! text; members that are no texts are told as their JSON. Words may be in any case.
void readDocuments(fields::Reading &reading, core::ChatRequest &request,
                   const boost::json::object &body);

} // namespace gateway::openai
