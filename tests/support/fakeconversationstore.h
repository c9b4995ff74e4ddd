// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/conversationstore.h"

namespace tests {

//! Conversations in memory, newest activity first.
class FakeConversationStore final : public core::ConversationStore
{
    Q_OBJECT

public:
    using ConversationStore::ConversationStore;

    [[nodiscard]] QList<core::Conversation> list() const override;
    [[nodiscard]] std::optional<core::Conversation> conversation(const QString &id) const override;
    QString create(const QString &connectionId, const QString &model) override;
    void rename(const QString &id, const QString &title) override;
    void setTarget(const QString &id, const QString &connectionId, const QString &model) override;
    void remove(const QString &id) override;
    void appendTurn(const QString &id, const core::Turn &turn) override;
    void updateTurn(const QString &id, const core::Turn &turn) override;

    //! Puts a finished conversation there.
    void add(const core::Conversation &conversation);

    QList<core::Conversation> all;
    QDateTime now = QDateTime::currentDateTimeUtc();

private:
    core::Conversation *find(const QString &id);

    int m_made = 0;
};

} // namespace tests
