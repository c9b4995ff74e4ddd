// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/streamaccumulator.h"
#include "gateway/problems/problem.h"

#include <QByteArrayList>

#include <functional>

namespace gateway {

//! Writes one streamed chat answer in the words of a dialect. Each piece that it gives goes out in
//! a write of its own.
//!
//! `begin()` comes once, when the service has accepted; then `add()` for each delta; then `end()`,
//! or `broken()`, after which the connection is closed without a proper end. `broken()` may also
//! come before `begin()`, when the head was sent because the service was silent.
class AnswerWriter
{
public:
    virtual ~AnswerWriter() = default;

    [[nodiscard]] virtual QByteArray contentType() const
    {
        return "text/event-stream; charset=utf-8";
    }
    //! Of the dialect, besides those of every answer.
    [[nodiscard]] virtual core::http::Headers headers(const core::ChatStart &) const { return {}; }
    [[nodiscard]] virtual QByteArrayList begin(const core::ChatStart &start) = 0;
    [[nodiscard]] virtual QByteArrayList add(const core::ChatDelta &delta) = 0;
    [[nodiscard]] virtual QByteArrayList end(const core::ChatOutcome &outcome) = 0;
    [[nodiscard]] virtual QByteArrayList broken(const core::Error &error) = 0;
    //! What the answer is called in the dialect, once it has begun; empty: it has no name.
    [[nodiscard]] virtual QByteArray id() const { return {}; }
    //! What goes out while the model is silent, so that nobody takes the connection for dead;
    //! empty: the dialect has nothing for it.
    [[nodiscard]] virtual QByteArray keepAlive() const { return ": ping\n\n"; }
    //! How it words a failure that comes before the head.
    [[nodiscard]] virtual ProblemBody problems() const = 0;
};

//! A chat answer that has come whole.
struct FinishedAnswer {
    QList<core::ChatChoice> choices; //!< never empty
    core::ChatOutcome outcome;       //!< its `created` is always set
};

//! Writes a whole answer in the words of a dialect; headers of every answer are added to it.
using WholeAnswer = std::function<core::http::Response(const FinishedAnswer &)>;

} // namespace gateway
