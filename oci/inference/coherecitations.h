// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/message.h"

#include <boost/json/object.hpp>

namespace oci {

//! `citations` of a COHERE answer with the titles and addresses of its `documents` (protocol
//! reference, 7.6). A document that tells no title is called by its id.
[[nodiscard]] QList<core::UrlCitation> readCohereCitations(const boost::json::object &answer);
//! `citations` of a COHEREV2 message, as far as they are about its text (7.8).
[[nodiscard]] QList<core::UrlCitation> readCohereV2Citations(const boost::json::object &message);

} // namespace oci
