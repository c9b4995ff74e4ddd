// SPDX-License-Identifier: MIT
#include "tests/support/fakechatrunner.h"

#include <algorithm>

using Status = core::Turn::Status;

namespace tests {

FakeChatRunner::FakeChatRunner(FakeConversationStore &store, QObject *parent)
    : ChatRunner(parent)
    , m_store(store)
{
}

bool FakeChatRunner::isRunning(const QString &conversationId) const
{
    return !m_conversation.isEmpty() && m_conversation == conversationId;
}

core::Turn *FakeChatRunner::answer()
{
    for (core::Conversation &conversation : m_store.all) {
        for (core::Turn &turn : conversation.turns) {
            if (conversation.id == m_conversation && turn.id == m_answer)
                return &turn;
        }
    }
    return nullptr;
}

void FakeChatRunner::begin()
{
    const auto conversation = m_store.conversation(m_conversation);
    const core::Turn turn{.id = m_answer,
                          .message = {.role = core::Role::Assistant},
                          .status = Status::Waiting,
                          .model = conversation ? conversation->model : QString()};
    if (answer()) {
        m_store.updateTurn(m_conversation, turn);
        emit turnChanged(m_conversation, turn);
    } else {
        m_store.appendTurn(m_conversation, turn);
        emit turnAppended(m_conversation, turn);
    }
    emit runningChanged(m_conversation, true);
}

void FakeChatRunner::send(const QString &conversationId, const QString &text)
{
    if (isRunning(conversationId))
        return;
    sent += text;
    m_conversation = conversationId;
    const core::Turn turn{.id = QStringLiteral("person-%1").arg(++m_made),
                          .message = core::textMessage(core::Role::User, text)};
    m_store.appendTurn(conversationId, turn);
    emit turnAppended(conversationId, turn);
    m_answer = QStringLiteral("answer-%1").arg(m_made);
    begin();
}

void FakeChatRunner::retry(const QString &conversationId)
{
    ++retries;
    const auto conversation = m_store.conversation(conversationId);
    if (!conversation || conversation->turns.isEmpty())
        return;
    m_conversation = conversationId;
    m_answer = conversation->turns.last().id;
    begin();
}

void FakeChatRunner::stop(const QString &)
{
    ++stops;
    if (core::Turn *turn = answer()) {
        core::Turn stopped = *turn;
        stopped.status = Status::Stopped;
        end(stopped);
    }
}

void FakeChatRunner::say(const QString &text, const QString &reasoning)
{
    core::Turn *turn = answer();
    if (!turn)
        return;
    turn->status = Status::Streaming;
    if (!text.isEmpty())
        turn->message.content = {core::TextPart{core::textOf(turn->message) + text}};
    turn->message.reasoning += reasoning;
    emit turnGrew(m_conversation, m_answer, {.text = text, .reasoning = reasoning});
}

void FakeChatRunner::finish(const core::Turn &how)
{
    core::Turn *turn = answer();
    if (!turn)
        return;
    core::Turn done = *turn;
    done.status = how.status;
    done.usage = how.usage;
    done.finishReason = how.finishReason;
    done.timeToFirstToken = how.timeToFirstToken;
    done.duration = how.duration;
    end(done);
}

void FakeChatRunner::fail(const core::Error &error)
{
    core::Turn *turn = answer();
    if (!turn)
        return;
    core::Turn failed = *turn;
    failed.status = Status::Failed;
    failed.error = error;
    failed.requestId = error.requestId;
    end(failed);
}

void FakeChatRunner::end(core::Turn turn)
{
    const QString conversation = m_conversation;
    m_store.updateTurn(conversation, turn);
    m_conversation.clear();
    emit turnChanged(conversation, turn);
    emit runningChanged(conversation, false);
}

} // namespace tests
