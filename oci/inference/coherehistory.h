// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/message.h"
#include "core/result.h"

#include <QList>

namespace oci {

//! One call with the texts that answered it; none: nothing has.
struct AnsweredCall {
    core::ToolCall call;
    QStringList results;

    bool operator==(const AnsweredCall &) const = default;
};

//! One entry of `chatHistory`.
struct CohereEntry {
    enum class Kind { User, Chatbot, Tool };

    Kind kind = Kind::User;
    QString text;                //!< never empty: such messages are refused
    QList<core::ToolCall> calls; //!< of Chatbot
    QList<AnsweredCall> results; //!< of Tool

    bool operator==(const CohereEntry &) const = default;
};

//! A conversation as COHERE tells it: what was before, and either a message or the results of
//! the tools that the model called last.
struct CohereHistory {
    QString preamble;
    QList<CohereEntry> entries;
    QString message; //!< empty with results
    QList<AnsweredCall> results;

    bool operator==(const CohereHistory &) const = default;
};

//! Protocol reference, 13.3. A result follows the message that called for it; a call without one
//! is told to have none (14.26). InvalidRequest, naming the message, where a result answers no
//! call, or where the model has spoken last and there is nothing to answer.
[[nodiscard]] core::Result<CohereHistory> cohereHistory(const QList<core::Message> &messages);

} // namespace oci
