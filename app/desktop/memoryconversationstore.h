// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/clock.h"
#include "core/ports/conversationstore.h"

namespace app {

//! The conversations of this run, in memory.
class MemoryConversationStore final : public core::ConversationStore
{
    Q_OBJECT

public:
    explicit MemoryConversationStore(const core::Clock &clock, QObject *parent = nullptr);

    [[nodiscard]] QList<core::Conversation> list() const override;
    [[nodiscard]] std::optional<core::Conversation> conversation(const QString &id) const override;
    QString create(const QString &connectionId, const QString &model) override;
    void rename(const QString &id, const QString &title) override;
    void setTarget(const QString &id, const QString &connectionId, const QString &model) override;
    void remove(const QString &id) override;
    void appendTurn(const QString &id, const core::Turn &turn) override;
    void updateTurn(const QString &id, const core::Turn &turn) override;

private:
    core::Conversation *find(const QString &id);

    const core::Clock &m_clock;
    QList<core::Conversation> m_conversations; //!< newest activity first
};

} // namespace app
