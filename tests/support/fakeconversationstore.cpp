// SPDX-License-Identifier: MIT
#include "tests/support/fakeconversationstore.h"

#include <algorithm>

namespace tests {

core::Conversation *FakeConversationStore::find(const QString &id)
{
    const auto at = std::ranges::find(all, id, &core::Conversation::id);
    return at == all.end() ? nullptr : &*at;
}

QList<core::Conversation> FakeConversationStore::list() const
{
    QList<core::Conversation> listed = all;
    for (core::Conversation &conversation : listed)
        conversation.turns.clear();
    std::ranges::stable_sort(listed, std::greater(), &core::Conversation::updated);
    return listed;
}

std::optional<core::Conversation> FakeConversationStore::conversation(const QString &id) const
{
    const auto at = std::ranges::find(all, id, &core::Conversation::id);
    return at == all.end() ? std::nullopt : std::optional(*at);
}

QString FakeConversationStore::create(const QString &connectionId, const QString &model)
{
    const QString id = QStringLiteral("made-%1").arg(++m_made);
    all.append({.id = id,
                .connectionId = connectionId,
                .model = model,
                .created = now,
                .updated = now});
    emit listChanged();
    return id;
}

void FakeConversationStore::rename(const QString &id, const QString &title)
{
    if (core::Conversation *conversation = find(id))
        conversation->title = title;
    emit listChanged();
}

void FakeConversationStore::setTarget(const QString &id, const QString &connectionId,
                                      const QString &model)
{
    if (core::Conversation *conversation = find(id)) {
        conversation->connectionId = connectionId;
        conversation->model = model;
    }
}

void FakeConversationStore::remove(const QString &id)
{
    all.removeIf([&id](const core::Conversation &conversation) { return conversation.id == id; });
    emit listChanged();
}

void FakeConversationStore::appendTurn(const QString &id, const core::Turn &turn)
{
    if (core::Conversation *conversation = find(id)) {
        conversation->turns.append(turn);
        conversation->updated = now;
    }
    emit listChanged();
}

void FakeConversationStore::updateTurn(const QString &id, const core::Turn &turn)
{
    core::Conversation *conversation = find(id);
    if (!conversation)
        return;
    const auto at = std::ranges::find(conversation->turns, turn.id, &core::Turn::id);
    if (at != conversation->turns.end())
        *at = turn;
}

void FakeConversationStore::add(const core::Conversation &conversation)
{
    all.append(conversation);
    emit listChanged();
}

} // namespace tests
