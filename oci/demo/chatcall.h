// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"

#include <QByteArray>
#include <QString>

namespace oci::demo {

//! The `apiFormat` that a model wants (protocol reference, 7.1); None: it cannot chat.
enum class ApiFormat { None, Generic, Cohere, CohereV2 };

//! A chat as a client asked for it, whichever API it came by.
struct ChatCall {
    QString compartmentId; //!< empty: implied by a bearer key
    QString model;         //!< modelId as sent, or the OCID of an endpoint
    bool dedicated = false;
    ApiFormat format = ApiFormat::Generic; //!< in which it came; OpenAI's JSON counts as Generic
    core::ChatRequest chat;
    bool includeUsage = false; //!< in a stream
    QByteArray limitField; //!< the name by which the limit came, e.g. "maxTokens"; empty: none came

    bool operator==(const ChatCall &) const = default;
};

//! The text of the last message that a person wrote; empty if there is none.
[[nodiscard]] QString lastQuestion(const core::ChatRequest &chat);

} // namespace oci::demo
