// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/message.h"

#include <QList>
#include <QString>

#include <optional>

namespace gateway::openai {

//! A place in a text that something is to be written into.
struct Gap {
    QString before;
    QString after;

    bool operator==(const Gap &) const = default;
};

//! The gap in a prompt that an editor has laid out for a code model, such as
//! `<fim_prefix>…<fim_suffix>…<fim_middle>`: chat models know no such markers. Nothing where the
//! prompt has none.
[[nodiscard]] std::optional<Gap> gapIn(const QString &prompt);
//! What makes a chat model fill the gap and say nothing besides.
[[nodiscard]] QList<core::Message> messagesFor(const Gap &gap);

//! Takes the Markdown fence off an answer that should be bare text, however it is cut to pieces,
//! and what a model says after it. Text without a fence at its start passes as it is.
class Unfenced
{
public:
    //! What can go out by now.
    [[nodiscard]] QString add(const QString &piece);
    //! The rest.
    [[nodiscard]] QString finish();

private:
    enum class State { Start, Bare, Fenced, Over };

    [[nodiscard]] QString takeStart();
    [[nodiscard]] QString takeFenced();
    [[nodiscard]] QString withoutFirstBreak(QString text);

    State m_state = State::Start;
    QString m_held;            //!< within a fence: starts with a line break where ...
    bool m_isFirstLine = true; //!< ... nothing has gone out
};

} // namespace gateway::openai
