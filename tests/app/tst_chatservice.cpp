// SPDX-License-Identifier: MIT
#include "app/desktop/chatservice.h"
#include "app/desktop/memoryconversationstore.h"

#include "tests/support/fakechatbackend.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using core::Turn;

class TestChatService : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_backend = std::make_unique<tests::FakeChatBackend>();
        m_store = std::make_unique<app::MemoryConversationStore>(m_clock);
        m_service = std::make_unique<app::ChatService>(
                *m_store, [this](const QString &connection, const core::ChatRequest &request) {
                    return connection == u"demo"_s ? m_backend->startChat(request) : nullptr;
                });
        m_id = m_store->create(u"demo"_s, u"the.model"_s);
    }

    void aPromptBecomesAnAnswer()
    {
        QSignalSpy appended(m_service.get(), &core::ChatRunner::turnAppended);
        QSignalSpy grew(m_service.get(), &core::ChatRunner::turnGrew);

        m_service->send(m_id, u"Hello there"_s);
        QVERIFY(m_service->isRunning(m_id));
        QVERIFY(m_backend->lastRequest.stream);
        QCOMPARE(m_backend->lastRequest.model, u"the.model"_s);
        QCOMPARE(core::textOf(m_backend->lastRequest.messages.last()), u"Hello there"_s);
        emit m_backend->lastStream->started({.requestId = u"R1"_s});
        m_backend->lastStream->say(u"Hi "_s);
        m_backend->lastStream->say(u"you"_s);
        m_backend->lastStream->succeed({.usage = core::Usage{.promptTokens = 3}});

        QVERIFY(!m_service->isRunning(m_id));
        QCOMPARE(appended.count(), 2);
        QCOMPARE(grew.count(), 2);
        const Turn turn = last();
        QCOMPARE(core::textOf(turn.message), u"Hi you"_s);
        QCOMPARE(turn.status, Turn::Status::Done);
        QCOMPARE(turn.requestId, u"R1"_s);
        QCOMPARE(turn.usage->promptTokens, 3);
        QCOMPARE(m_store->conversation(m_id)->title, u"Hello there"_s);
        QTRY_VERIFY(!m_backend->lastStream);
    }

    void stoppingCancelsAndKeepsWhatHadCome()
    {
        m_service->send(m_id, u"x"_s);
        m_backend->lastStream->say(u"half"_s);

        m_service->stop(m_id);

        QVERIFY(!m_service->isRunning(m_id));
        QCOMPARE(last().status, Turn::Status::Stopped);
        QCOMPARE(core::textOf(last().message), u"half"_s);
        QTRY_VERIFY(!m_backend->lastStream);
    }

    void anAnswerEndsWithItsConversation()
    {
        const QString other = m_store->create(u"demo"_s, u"the.model"_s);
        m_service->send(m_id, u"x"_s);
        const QPointer gone = m_backend->lastStream;
        m_service->send(other, u"y"_s);
        QSignalSpy running(m_service.get(), &core::ChatRunner::runningChanged);

        m_store->remove(m_id);

        QVERIFY(!m_service->isRunning(m_id));
        QTRY_VERIFY(!gone);
        QCOMPARE(running.count(), 1);
        QVERIFY(m_service->isRunning(other));
        QVERIFY(!m_store->conversation(m_id)); // the end of the answer does not bring it back
    }

    void stoppingFromASlotOfTheStreamIsSafe()
    {
        connect(m_service.get(), &core::ChatRunner::turnGrew, m_service.get(),
                [this] { m_service->stop(m_id); });
        m_service->send(m_id, u"x"_s);

        m_backend->lastStream->say(u"a"_s);

        QCOMPARE(last().status, Turn::Status::Stopped);
        QTRY_VERIFY(!m_backend->lastStream);
    }

    void aFailureKeepsWhatHadComeAndSaysWhy()
    {
        m_service->send(m_id, u"x"_s);
        m_backend->lastStream->say(u"half"_s);
        m_backend->lastStream->fail({.code = core::ErrorCode::Protocol,
                                     .message = u"It broke off."_s,
                                     .requestId = u"R2"_s});

        QCOMPARE(last().status, Turn::Status::Failed);
        QCOMPARE(last().error->message, u"It broke off."_s);
        QCOMPARE(last().requestId, u"R2"_s);
        QCOMPARE(core::textOf(last().message), u"half"_s);
    }

    void retryingReplacesTheLastAnswer()
    {
        m_service->send(m_id, u"x"_s);
        m_backend->lastStream->fail({.message = u"no"_s});
        const QString failed = last().id;

        m_service->retry(m_id);
        QCOMPARE(m_backend->lastRequest.messages.size(), 1);
        m_backend->lastStream->say(u"now"_s);
        m_backend->lastStream->succeed();

        QCOMPARE(m_store->conversation(m_id)->turns.size(), 2);
        QCOMPARE(last().id, failed);
        QCOMPARE(core::textOf(last().message), u"now"_s);
        QVERIFY(!last().error);
    }

    void anAnswerThatNeverCameIsNotShownToTheModel()
    {
        m_service->send(m_id, u"one"_s);
        m_backend->lastStream->fail({.message = u"no"_s});
        m_service->send(m_id, u"two"_s);

        QCOMPARE(m_backend->lastRequest.messages.size(), 2);
        QCOMPARE(core::textOf(m_backend->lastRequest.messages[1]), u"two"_s);
    }

    void onlyOneAnswerAtATime()
    {
        m_service->send(m_id, u"one"_s);
        m_service->send(m_id, u"two"_s);
        m_service->retry(m_id);

        QCOMPARE(m_backend->starts, 1);
        QCOMPARE(m_store->conversation(m_id)->turns.size(), 2);
    }

    void blankTextIsNotSent()
    {
        m_service->send(m_id, u" \n "_s);

        QCOMPARE(m_backend->starts, 0);
        QVERIFY(m_store->conversation(m_id)->turns.isEmpty());
    }

    void aConnectionThatIsNotReadyIsSaid()
    {
        m_store->setTarget(m_id, u"other"_s, u"m"_s);

        m_service->send(m_id, u"x"_s);

        QCOMPARE(last().status, Turn::Status::Failed);
        QVERIFY(last().error->message.contains(u"not ready"_s));
        QVERIFY(!m_service->isRunning(m_id));
    }

private:
    Turn last() const { return m_store->conversation(m_id)->turns.last(); }

    core::SystemClock m_clock;
    std::unique_ptr<tests::FakeChatBackend> m_backend;
    std::unique_ptr<app::MemoryConversationStore> m_store;
    std::unique_ptr<app::ChatService> m_service;
    QString m_id;
};

QTEST_GUILESS_MAIN(TestChatService)
#include "tst_chatservice.moc"
