// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatanswer.h"

#include <QList>

#include <optional>
#include <vector>

namespace core {

//! One of the answers to a request, complete.
struct ChatChoice {
    Message message{.role = Role::Assistant};
    FinishReason finishReason = FinishReason::Stop;
    std::optional<boost::json::value> logProbs;

    bool operator==(const ChatChoice &) const = default;
};

//! Puts the deltas of a stream together to the messages that they make.
//!
//! Text is appended in order; a tool call grows by its index. `choices()` always has at least
//! one entry, so that an answer without any delta is an empty message rather than none.
class StreamAccumulator
{
public:
    void add(const ChatDelta &delta);
    //! Sets the finish reasons; call it once, when the stream has ended well.
    void finish(const ChatOutcome &outcome);

    [[nodiscard]] QList<ChatChoice> choices() const;

private:
    struct Growing {
        QString text;
        ChatChoice choice;
    };

    Growing &at(int index);

    std::vector<Growing> m_choices = std::vector<Growing>(1);
};

} // namespace core
