// SPDX-License-Identifier: MIT
#include "app/desktop/memoryconversationstore.h"

#include <QUuid>

#include <algorithm>

using core::Conversation;
using core::Turn;

namespace app {

MemoryConversationStore::MemoryConversationStore(const core::Clock &clock, QObject *parent)
    : ConversationStore(parent)
    , m_clock(clock)
{
}

QList<Conversation> MemoryConversationStore::list() const
{
    QList<Conversation> list = m_conversations;
    for (Conversation &conversation : list)
        conversation.turns.clear();
    return list;
}

std::optional<Conversation> MemoryConversationStore::conversation(const QString &id) const
{
    const auto found = std::ranges::find(m_conversations, id, &Conversation::id);
    return found == m_conversations.end() ? std::nullopt : std::optional(*found);
}

QString MemoryConversationStore::create(const QString &connectionId, const QString &model)
{
    const QDateTime now = m_clock.nowUtc();
    const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    m_conversations.prepend({.id = id,
                             .connectionId = connectionId,
                             .model = model,
                             .created = now,
                             .updated = now});
    emit listChanged();
    return id;
}

void MemoryConversationStore::rename(const QString &id, const QString &title)
{
    if (Conversation *conversation = find(id)) {
        conversation->title = title;
        emit listChanged();
    }
}

void MemoryConversationStore::setTarget(const QString &id, const QString &connectionId,
                                        const QString &model)
{
    if (Conversation *conversation = find(id)) {
        conversation->connectionId = connectionId;
        conversation->model = model;
        emit listChanged();
    }
}

void MemoryConversationStore::remove(const QString &id)
{
    if (m_conversations.removeIf([&id](const Conversation &c) { return c.id == id; }) > 0)
        emit listChanged();
}

void MemoryConversationStore::appendTurn(const QString &id, const Turn &turn)
{
    const auto place = std::ranges::find(m_conversations, id, &Conversation::id);
    if (place == m_conversations.end())
        return;
    place->turns.append(turn);
    place->updated = m_clock.nowUtc();
    std::rotate(m_conversations.begin(), place, place + 1);
    emit listChanged();
}

void MemoryConversationStore::updateTurn(const QString &id, const Turn &turn)
{
    Conversation *conversation = find(id);
    if (!conversation)
        return;
    // The turn that changes is nearly always the last.
    for (auto place = conversation->turns.rbegin(); place != conversation->turns.rend(); ++place) {
        if (place->id == turn.id) {
            *place = turn;
            return;
        }
    }
}

Conversation *MemoryConversationStore::find(const QString &id)
{
    const auto found = std::ranges::find(m_conversations, id, &Conversation::id);
    return found == m_conversations.end() ? nullptr : &*found;
}

} // namespace app
