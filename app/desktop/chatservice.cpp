// SPDX-License-Identifier: MIT
#include "app/desktop/chatservice.h"

#include <QUuid>

using namespace Qt::StringLiterals;
using core::ChatDelta;
using core::Conversation;
using core::Turn;

namespace app {

namespace {

QString newId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

core::ChatRequest requestFor(const Conversation &conversation)
{
    core::ChatRequest request{.model = conversation.model, .stream = true};
    for (const Turn &turn : conversation.turns) {
        // A turn that failed before it said anything is not part of what the model should see.
        const bool isEmptyAnswer = turn.message.role == core::Role::Assistant &&
                                   core::textOf(turn.message).isEmpty() &&
                                   turn.message.toolCalls.isEmpty();
        if (!isEmptyAnswer)
            request.messages.append(turn.message);
    }
    return request;
}

} // namespace

ChatService::ChatService(core::ConversationStore &store, StartChat startChat, QObject *parent)
    : ChatRunner(parent)
    , m_store(store)
    , m_startChat(std::move(startChat))
{
    connect(&m_store, &core::ConversationStore::listChanged, this, &ChatService::stopOrphans);
}

void ChatService::send(const QString &conversationId, const QString &text)
{
    const auto conversation = m_store.conversation(conversationId);
    if (!conversation || isRunning(conversationId) || text.trimmed().isEmpty())
        return;
    const Turn turn{.id = newId(), .message = core::textMessage(core::Role::User, text)};
    m_store.appendTurn(conversationId, turn);
    if (conversation->title.isEmpty())
        m_store.rename(conversationId, core::titleFrom(text));
    emit turnAppended(conversationId, turn);
    ask(*m_store.conversation(conversationId));
}

void ChatService::retry(const QString &conversationId)
{
    auto conversation = m_store.conversation(conversationId);
    if (!conversation || isRunning(conversationId) || conversation->turns.isEmpty())
        return;
    if (conversation->turns.last().message.role == core::Role::Assistant)
        conversation->turns.removeLast();
    if (!conversation->turns.isEmpty())
        ask(*conversation);
}

void ChatService::stop(const QString &conversationId)
{
    const auto place = m_runs.find(conversationId);
    if (place == m_runs.end())
        return;
    Run run = std::move(place->second);
    m_runs.erase(place);
    run.stream->disconnect(this);
    run.stream.release()->deleteLater(); // destroyed, it cancels; this may be called by its signal
    run.turn.status = Turn::Status::Stopped;
    conclude(conversationId, run);
}

bool ChatService::isRunning(const QString &conversationId) const
{
    return m_runs.contains(conversationId);
}

// `conversation` ends with the turn to be answered; an answer that is stored after it is replaced.
void ChatService::ask(const Conversation &conversation)
{
    const QString id = conversation.id;
    const auto stored = m_store.conversation(id);
    const bool replaces = stored && stored->turns.size() > conversation.turns.size();

    Run run;
    run.turn = {.id = replaces ? stored->turns.last().id : newId(),
                .message = {.role = core::Role::Assistant},
                .status = Turn::Status::Waiting,
                .model = conversation.model};
    run.clock.start();
    if (replaces) {
        m_store.updateTurn(id, run.turn);
        emit turnChanged(id, run.turn);
    } else {
        m_store.appendTurn(id, run.turn);
        emit turnAppended(id, run.turn);
    }

    run.stream = m_startChat(conversation.connectionId, requestFor(conversation));
    if (!run.stream) {
        run.turn.status = Turn::Status::Failed;
        run.turn.error = core::Error{.code = core::ErrorCode::Unavailable,
                                     .message = tr("The connection of this chat is not ready. "
                                                   "Choose one above and send again.")};
        conclude(id, run);
        return;
    }

    core::ChatStream *stream = run.stream.get();
    connect(stream, &core::ChatStream::started, this,
            [this, id](const core::ChatStart &start) { onStarted(id, start); });
    connect(stream, &core::ChatStream::delta, this,
            [this, id](const ChatDelta &delta) { onDelta(id, delta); });
    connect(stream, &core::ChatStream::finished, this,
            [this, id](const core::Result<core::ChatOutcome> &outcome) {
                onFinished(id, outcome);
            });
    m_runs.emplace(id, std::move(run));
    emit runningChanged(id, true);
}

void ChatService::stopOrphans()
{
    QStringList orphans;
    for (const auto &[id, run] : m_runs) {
        if (!m_store.conversation(id))
            orphans += id;
    }
    for (const QString &id : std::as_const(orphans))
        stop(id);
}

void ChatService::onStarted(const QString &conversationId, const core::ChatStart &start)
{
    Run &run = m_runs.at(conversationId);
    run.turn.requestId = start.requestId;
}

void ChatService::onDelta(const QString &conversationId, const ChatDelta &delta)
{
    Run &run = m_runs.at(conversationId);
    run.answer.add(delta);
    if (run.turn.status == Turn::Status::Waiting) {
        run.turn.status = Turn::Status::Streaming;
        run.turn.timeToFirstToken = std::chrono::milliseconds(run.clock.elapsed());
        emit turnChanged(conversationId, core::Turn(run.turn));
        if (!isRunning(conversationId))
            return; // whoever heard it stopped it
    }
    store(conversationId, run); // first: who hears of the delta may read the turn
    emit turnGrew(conversationId, core::Turn(run.turn).id, delta);
}

void ChatService::onFinished(const QString &conversationId,
                             const core::Result<core::ChatOutcome> &outcome)
{
    const auto place = m_runs.find(conversationId);
    Run run = std::move(place->second);
    m_runs.erase(place);
    run.stream.release()->deleteLater(); // it is the one who calls
    if (outcome) {
        run.answer.finish(*outcome);
        run.turn.status = Turn::Status::Done;
        run.turn.usage = outcome->usage;
        run.turn.finishReason = outcome->finishReasons.value(0, core::FinishReason::Stop);
        if (!outcome->requestId.isEmpty())
            run.turn.requestId = outcome->requestId;
    } else {
        run.turn.status = Turn::Status::Failed;
        run.turn.error = outcome.error();
        if (!outcome.error().requestId.isEmpty())
            run.turn.requestId = outcome.error().requestId;
    }
    conclude(conversationId, run);
}

void ChatService::conclude(const QString &conversationId, Run &run)
{
    run.turn.duration = std::chrono::milliseconds(run.clock.elapsed());
    store(conversationId, run);
    emit turnChanged(conversationId, run.turn);
    emit runningChanged(conversationId, false);
}

void ChatService::store(const QString &conversationId, Run &run)
{
    run.turn.message = run.answer.choices().first().message;
    m_store.updateTurn(conversationId, run.turn);
}

} // namespace app
