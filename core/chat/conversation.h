// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatanswer.h"
#include "core/chat/message.h"
#include "core/error.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <chrono>
#include <optional>

namespace core {

//! A message of a conversation with what is known about how it came to be.
struct Turn {
    enum class Status {
        Waiting, //!< sent, nothing has come yet
        Streaming,
        Done,
        Stopped, //!< the person stopped it; what had come is kept
        Failed,  //!< see `error`; what had come is kept
    };

    QString id;
    Message message;
    Status status = Status::Done;
    QString model; //!< that answered; empty for a person's turn
    FinishReason finishReason = FinishReason::Stop;
    std::optional<Usage> usage;
    std::optional<Error> error;
    QString requestId;                             //!< opc-request-id
    std::chrono::milliseconds timeToFirstToken{0}; //!< 0: nothing has come yet
    std::chrono::milliseconds duration{0};         //!< until the end; 0 while it goes on

    bool operator==(const Turn &) const = default;
};

struct Conversation {
    QString id;
    QString title;
    QString connectionId;
    QString model;
    QDateTime created;
    QDateTime updated;
    QList<Turn> turns;

    bool operator==(const Conversation &) const = default;
};

//! A title from the first thing said: its first line, shortened at a word to `longest` characters.
[[nodiscard]] QString titleFrom(const QString &firstText, qsizetype longest = 48);

} // namespace core
