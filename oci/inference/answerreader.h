// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatanswer.h"
#include "core/result.h"

#include <QByteArrayView>
#include <QList>

namespace oci {

//! A complete answer, or what a stream still has to say when it has ended.
struct AnswerEnd {
    QList<core::ChatDelta> deltas;
    core::ChatOutcome outcome;

    bool operator==(const AnswerEnd &) const = default;
};

//! Reads one answer in the dialect of an API: either event by event, or whole. Knows nothing of
//! connections; one object reads one answer.
class AnswerReader
{
public:
    virtual ~AnswerReader() = default;

    //! The data of one event of a stream. An error says that the answer has failed.
    [[nodiscard]] virtual core::Result<QList<core::ChatDelta>> take(QByteArrayView eventData) = 0;
    //! Whether the stream has said `[DONE]`.
    [[nodiscard]] virtual bool isDone() const = 0;
    //! Whether it has said that it is complete: `[DONE]`, or a finish reason of every choice.
    [[nodiscard]] virtual bool isComplete() const = 0;
    //! After a stream that ended cleanly: an end without a finish reason is Stop, or ToolCalls.
    [[nodiscard]] virtual AnswerEnd end() = 0;
    //! An answer that came whole, as one delta for each choice.
    [[nodiscard]] virtual core::Result<AnswerEnd> whole(QByteArrayView body) = 0;
};

} // namespace oci
