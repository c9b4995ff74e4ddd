// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/message.h"
#include "core/result.h"

#include <boost/json/value.hpp>

namespace gateway::responses {

//! The `content` of an input message, or the `output` of a call: a string, or an array of parts.
struct InputContent {
    QList<core::ContentPart> parts;
    QString refusal; //!< of parts of the type `refusal`

    bool operator==(const InputContent &) const = default;
};

//! `path` names the field in errors, e.g. "input[2].content". Files and images come with the
//! request, since none are kept here: a `file_id` is an error.
[[nodiscard]] core::Result<InputContent> readContent(const boost::json::value &json,
                                                     const QString &path);

} // namespace gateway::responses
