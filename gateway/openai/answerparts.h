// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatanswer.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

//! Pieces that whole answers and chunks have in common.
namespace gateway::openai {

//! What stays the same over a whole answer, on every chunk of it.
struct AnswerIdentity {
    QByteArray id;      //!< "chatcmpl-…"
    qint64 created = 0; //!< seconds since 1970
    QString model;      //!< as the client called it

    bool operator==(const AnswerIdentity &) const = default;
};

//! `prefix` and the service's request id reduced to letters and digits, or a random one.
[[nodiscard]] QByteArray completionId(const QString &requestId,
                                      const QByteArray &prefix = "chatcmpl-");
[[nodiscard]] boost::json::object usageObject(const core::Usage &usage);
[[nodiscard]] boost::json::array annotations(const QList<core::UrlCitation> &citations);

} // namespace gateway::openai
