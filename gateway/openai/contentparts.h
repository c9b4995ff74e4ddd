// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/message.h"
#include "core/result.h"

#include <boost/json/value.hpp>

namespace gateway::openai {

//! The `content` of a message: a string, or an array of parts.
struct Content {
    QList<core::ContentPart> parts;
    QString refusal; //!< of parts of the type `refusal`

    bool operator==(const Content &) const = default;
};

//! `path` names the field in errors, e.g. "messages[0].content".
[[nodiscard]] core::Result<Content> readContent(const boost::json::value &json,
                                                const QString &path);

} // namespace gateway::openai
