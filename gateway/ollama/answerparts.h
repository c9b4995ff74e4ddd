// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatanswer.h"
#include "core/chat/message.h"
#include "gateway/ollama/calls.h"

#include <boost/json/object.hpp>

#include <QElapsedTimer>

//! Pieces that whole answers and lines have in common.
namespace gateway::ollama {

//! Which of the two endpoints answers.
enum class Endpoint { Chat, Generate };

//! A piece of an answer, or all of it.
struct Piece {
    QString text;
    QString thinking;
    QList<core::ToolCall> toolCalls;
    std::optional<boost::json::value> logProbs; //!< in the shape of chats

    [[nodiscard]] bool isEmpty() const
    {
        return text.isEmpty() && thinking.isEmpty() && toolCalls.isEmpty() && !logProbs;
    }
};

//! How long an answer took, in nanoseconds. There is nothing to load.
struct Durations {
    qint64 total = 0;
    qint64 untilFirst = 0; //!< piece of the answer
};

//! `{"model","created_at","message":{…}}` or `{"model","created_at","response"}`, and "done".
[[nodiscard]] boost::json::object pieceObject(Endpoint endpoint, const QString &model,
                                              const QDateTime &now, const Piece &piece,
                                              bool isDone);
//! Adds the reason of the end, token counts and durations.
void addEnd(boost::json::object &json, core::FinishReason reason,
            const std::optional<core::Usage> &usage, const Durations &durations);

//! The arguments of a call as the object that they are in this dialect. What is no object, since
//! models write such things too, stands as text in a member "arguments".
[[nodiscard]] boost::json::object argumentsObject(QByteArrayView arguments);

} // namespace gateway::ollama
