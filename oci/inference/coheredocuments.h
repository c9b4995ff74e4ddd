// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"
#include "core/result.h"
#include "oci/inference/jsonwriter.h"

#include <boost/json/array.hpp>

namespace oci {

//! `documents` of a COHERE or COHEREV2 request: those that the caller gives and the text files
//! attached to messages, in pieces of at most 300 words (protocol reference, 7.5). Files that are
//! no text, and images unless `takesImages`, are refused, naming messages[i].content[j].
[[nodiscard]] core::Result<boost::json::array> cohereDocuments(const core::ChatRequest &request,
                                                               bool takesImages);
//! Nothing is written where there are none.
void writeCohereDocuments(JsonWriter &out, const boost::json::array &documents);

} // namespace oci
