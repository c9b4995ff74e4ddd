// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/openai/answerparts.h"

#include <QByteArrayList>

#include <set>
#include <vector>

namespace gateway::openai {

//! Writes a streamed answer as events, each to go out in a write of its own: object
//! "chat.completion.chunk" (protocol reference 13.6).
//!
//! Call `begin()`, then `add()` for each delta, then `end()`. The role comes first in each choice,
//! one finish chunk ends it, usage follows only when asked for, "[DONE]" is last.
class ChatChunks
{
public:
    ChatChunks(const AnswerIdentity &identity, int choices, bool includeUsage);

    [[nodiscard]] QByteArrayList begin();
    [[nodiscard]] QByteArrayList add(const core::ChatDelta &delta);
    [[nodiscard]] QByteArrayList end(const core::ChatOutcome &outcome);

private:
    struct Choice {
        bool begun = false;
        std::set<int> calls;
        std::set<int> callsWithArguments;
    };

    Choice &at(int index, QByteArrayList &out);
    void addToolCall(int index, const core::ToolCallDelta &call, QByteArrayList &out);
    [[nodiscard]] QByteArray chunk(int index, QByteArrayView delta,
                                   QByteArrayView logProbs = "null",
                                   QByteArrayView finish = "null") const;

    QByteArray m_start;  //!< of each event, up to the choice's index
    QByteArray m_finish; //!< what follows the choice
    bool m_includeUsage;
    std::vector<Choice> m_choices;
};

} // namespace gateway::openai
