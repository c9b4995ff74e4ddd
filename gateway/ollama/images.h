// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/message.h"
#include "core/result.h"

#include <boost/json/object.hpp>

namespace gateway::ollama {

//! The media type that the first bytes of an image tell, e.g. "image/png"; empty: none that is
//! known.
[[nodiscard]] QByteArray imageType(QByteArrayView bytes);

//! The `images` of a message or of a request: base64 without `data:`, as Ollama has them, or whole
//! `data:` URIs. `path` names the object in errors.
[[nodiscard]] core::Result<QList<core::ContentPart>> readImages(const boost::json::object &json,
                                                                const QString &path);

} // namespace gateway::ollama
