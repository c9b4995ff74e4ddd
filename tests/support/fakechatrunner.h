// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/chatrunner.h"
#include "tests/support/fakeconversationstore.h"

namespace tests {

//! A runner whose answers the test writes. Keeps the store in step as the real one does.
class FakeChatRunner final : public core::ChatRunner
{
    Q_OBJECT

public:
    explicit FakeChatRunner(FakeConversationStore &store, QObject *parent = nullptr);

    void send(const QString &conversationId, const QString &text) override;
    void retry(const QString &conversationId) override;
    void stop(const QString &conversationId) override;
    [[nodiscard]] bool isRunning(const QString &conversationId) const override;

    //! The running answer says more.
    void say(const QString &text, const QString &reasoning = {});
    void finish(const core::Turn &how = {.status = core::Turn::Status::Done});
    void fail(const core::Error &error);

    QStringList sent;
    int retries = 0;
    int stops = 0;

private:
    void begin();
    void end(core::Turn turn);
    [[nodiscard]] core::Turn *answer();

    FakeConversationStore &m_store;
    QString m_conversation; //!< with a running answer; empty: none
    QString m_answer;       //!< id of its turn
    int m_made = 0;
};

} // namespace tests
