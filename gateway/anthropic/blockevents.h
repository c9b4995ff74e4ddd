// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatanswer.h"

#include <QByteArrayList>

#include <deque>

namespace gateway::anthropic {

//! Writes the content of a streamed answer as `content_block_start`, `_delta` and `_stop` events.
//!
//! One block is open at a time, and indexes rise by one. What a block is made of comes in order;
//! what comes for a later block while an earlier one is not complete waits. A text or a thought is
//! complete when something else follows it, a tool call when its arguments are a whole JSON object
//! (services do send the pieces of parallel calls alternately), and all are at the end.
class BlockEvents
{
public:
    //! Without `showThinking` the model's reasoning is left out.
    explicit BlockEvents(bool showThinking) : m_showThinking(showThinking) { }

    void add(const core::ChatDelta &delta, QByteArrayList &out);
    //! Closes all blocks. Nothing may be added then.
    void end(QByteArrayList &out);
    [[nodiscard]] bool hasCalls() const { return m_hasCalls; }

private:
    enum class Kind { Text, Thinking, Call };

    //! Finds the end of a JSON object in the pieces that it comes in.
    struct ObjectEnd {
        void feed(QByteArrayView piece);

        int depth = 0;
        bool inString = false;
        bool escaped = false;
        bool reached = false;
    };

    struct Block {
        Kind kind = Kind::Text;
        int call = 0; //!< these four of a call: its place in the deltas ...
        QString id = {};
        QString name = {};
        ObjectEnd arguments = {}; //!< ... and how far its arguments have come
        bool begun = false;
        bool empty = true;
        QByteArray waiting = {}; //!< UTF-8; of a block that is not the first
    };

    void addText(Kind kind, const QString &text, QByteArrayList &out);
    void addCall(const core::ToolCallDelta &delta, QByteArrayList &out);
    //! Writes all that does not have to wait.
    void flush(bool ended, QByteArrayList &out);
    void begin(Block &block, QByteArrayList &out) const;
    void write(Block &block, QByteArrayList &out) const;
    void close(Block &block, QByteArrayList &out);
    [[nodiscard]] static bool isComplete(const Block &block);

    bool m_showThinking;
    bool m_hasCalls = false;
    int m_index = 0;            //!< of the first block
    std::deque<Block> m_blocks; //!< the first is the one that is open
    QList<int> m_closedCalls;
};

} // namespace gateway::anthropic
