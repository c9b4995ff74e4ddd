// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/streamaccumulator.h"
#include "core/ports/chatbackend.h"
#include "core/ports/chatrunner.h"
#include "core/ports/conversationstore.h"

#include <QElapsedTimer>

#include <functional>
#include <memory>
#include <unordered_map>

namespace app {

//! Turns what a person sends into requests and what comes back into turns.
class ChatService final : public core::ChatRunner
{
    Q_OBJECT

public:
    //! Asks over a conversation's connection; null: it cannot be used now.
    using StartChat = std::function<std::unique_ptr<core::ChatStream>(
            const QString &connectionId, const core::ChatRequest &request)>;

    ChatService(core::ConversationStore &store, StartChat startChat, QObject *parent = nullptr);

    void send(const QString &conversationId, const QString &text) override;
    void retry(const QString &conversationId) override;
    void stop(const QString &conversationId) override;
    [[nodiscard]] bool isRunning(const QString &conversationId) const override;

private:
    struct Run {
        std::unique_ptr<core::ChatStream> stream;
        core::StreamAccumulator answer;
        core::Turn turn; //!< as stored last
        QElapsedTimer clock;
    };

    void ask(const core::Conversation &conversation);
    //! Nobody reads an answer whose conversation is gone: it would only cost.
    void stopOrphans();
    void onStarted(const QString &conversationId, const core::ChatStart &start);
    void onDelta(const QString &conversationId, const core::ChatDelta &delta);
    void onFinished(const QString &conversationId, const core::Result<core::ChatOutcome> &outcome);
    void conclude(const QString &conversationId, Run &run);
    void store(const QString &conversationId, Run &run);

    core::ConversationStore &m_store;
    StartChat m_startChat;
    std::unordered_map<QString, Run> m_runs;
};

} // namespace app
