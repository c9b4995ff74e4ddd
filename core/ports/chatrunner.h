// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/conversation.h"

#include <QObject>
#include <QString>

namespace core {

//! What happens when a person presses Send. Used in the GUI thread.
//!
//! Turns are written to the ConversationStore as they change; the signals say so at once, so
//! that a view can follow without reading everything again.
class ChatRunner : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    //! Adds the person's turn and starts the answer. Nothing happens while one is under way in
    //! this conversation.
    virtual void send(const QString &conversationId, const QString &text) = 0;
    //! Asks again for the last answer; the old one is replaced.
    virtual void retry(const QString &conversationId) = 0;
    virtual void stop(const QString &conversationId) = 0;
    [[nodiscard]] virtual bool isRunning(const QString &conversationId) const = 0;

signals:
    void turnAppended(const QString &conversationId, const core::Turn &turn);
    //! More of a running answer; the same text has been added to the stored turn.
    void turnGrew(const QString &conversationId, const QString &turnId,
                  const core::ChatDelta &delta);
    //! Status, usage or error of the turn are other than before.
    void turnChanged(const QString &conversationId, const core::Turn &turn);
    void runningChanged(const QString &conversationId, bool running);
};

} // namespace core
