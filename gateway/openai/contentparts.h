// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/message.h"
#include "core/result.h"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace gateway::openai {

//! The `content` of a message: a string, or an array of parts.
struct Content {
    QList<core::ContentPart> parts;
    QString refusal; //!< of parts of the type `refusal`

    bool operator==(const Content &) const = default;
};

//! Reads one part of a type; `path` is its own.
using PartReader = core::Result<core::ContentPart> (*)(const boost::json::object &part,
                                                       const QString &type, const QString &path);

//! Has the scheme and the comma of a `data:` URI (RFC 2397, 3).
[[nodiscard]] bool isDataUri(const QByteArray &url);
//! A part with a `text`.
[[nodiscard]] core::Result<core::ContentPart> readTextPart(const boost::json::object &part,
                                                           const QString &path);
//! The same as below with parts of another dialect; `refusal` is common to all.
[[nodiscard]] core::Result<Content> readContent(const boost::json::value &json, const QString &path,
                                                PartReader readPart);
//! `path` names the field in errors, e.g. "messages[0].content".
[[nodiscard]] core::Result<Content> readContent(const boost::json::value &json,
                                                const QString &path);

} // namespace gateway::openai
