// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/message.h"
#include "core/served.h"
#include "core/timing.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <boost/json/value.hpp>

#include <optional>

namespace core {

enum class FinishReason { Stop, Length, ToolCalls, ContentFilter };

struct Usage {
    qint64 promptTokens = 0;
    qint64 completionTokens = 0;
    qint64 totalTokens = 0;
    std::optional<qint64> reasoningTokens; //!< part of completionTokens
    std::optional<qint64> cachedTokens;    //!< part of promptTokens
    std::optional<qint64> acceptedPredictionTokens;
    std::optional<qint64> rejectedPredictionTokens;

    bool operator==(const Usage &) const = default;
};

//! The service took the request.
struct ChatStart {
    QString requestId; //!< its opc-request-id
    QString warning;   //!< e.g. that the model will be retired; empty if there is nothing to say
    Served served;
    CallTimes times; //!< until its answer began

    bool operator==(const ChatStart &) const = default;
};

//! A piece of a tool call. The first piece of a call carries `id` and `name` (never empty then);
//! later ones carry only more `arguments`.
struct ToolCallDelta {
    int index = 0; //!< which call of the message, from 0 without gaps
    QString id;
    QString name;
    QByteArray arguments;

    bool operator==(const ToolCallDelta &) const = default;
};

//! A piece of the answer. Fields that are empty say nothing.
struct ChatDelta {
    int choice = 0;
    QString text;
    QString reasoning;
    QString refusal;
    QList<ToolCallDelta> toolCalls;
    QList<UrlCitation> citations;
    std::optional<boost::json::value> logProbs; //!< in OpenAI's shape: {"content":[…]}

    bool operator==(const ChatDelta &) const = default;
};

//! How a whole answer ended.
struct ChatOutcome {
    QList<FinishReason> finishReasons = {FinishReason::Stop}; //!< one for each choice
    std::optional<Usage> usage;
    QString requestId; //!< the service's opc-request-id
    QString serviceTier;
    QDateTime created; //!< invalid if the service did not say
    //! What the first choice stopped at, where the service says so: one of the request's stop
    //! sequences, or an empty text where it does not say which of them.
    std::optional<QString> stoppedAt = {};

    bool operator==(const ChatOutcome &) const = default;
};

} // namespace core
