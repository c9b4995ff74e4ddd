// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/openai/contentparts.h"

namespace gateway::responses {

//! The `content` of an input message, or the `output` of a call: a string, or an array of parts.
//! `path` names the field in errors, e.g. "input[2].content". Files and images come with the
//! request, since none are kept here: a `file_id` is an error.
[[nodiscard]] core::Result<openai::Content> readContent(const boost::json::value &json,
                                                        const QString &path);

} // namespace gateway::responses
