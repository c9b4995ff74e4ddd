// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/conversation.h"

#include <QList>
#include <QObject>
#include <QString>

#include <optional>

namespace core {

//! The conversations, newest activity first. Used in the GUI thread.
//!
//! A store that keeps them on disk and one that keeps them for the run look the same from here.
class ConversationStore : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    //! All of them without their turns: enough for a list.
    [[nodiscard]] virtual QList<Conversation> list() const = 0;
    [[nodiscard]] virtual std::optional<Conversation> conversation(const QString &id) const = 0;
    //! Makes an empty one and returns its id.
    virtual QString create(const QString &connectionId, const QString &model) = 0;
    virtual void rename(const QString &id, const QString &title) = 0;
    virtual void setTarget(const QString &id, const QString &connectionId,
                           const QString &model) = 0;
    virtual void remove(const QString &id) = 0;
    virtual void appendTurn(const QString &id, const Turn &turn) = 0;
    //! Replaces the turn that has the same id as `turn`.
    virtual void updateTurn(const QString &id, const Turn &turn) = 0;

signals:
    //! The list, or what it shows of an entry, is another.
    void listChanged();
};

} // namespace core
