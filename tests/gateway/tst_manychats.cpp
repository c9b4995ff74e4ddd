// SPDX-License-Identifier: MIT
#include "gateway/routes/manychats.h"

#include "tests/support/fakechatbackend.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using core::ChatStream;
using gateway::routes::ManyChats;

namespace {

class ManyStreams final : public core::ChatBackend
{
public:
    std::unique_ptr<ChatStream> startChat(const core::ChatRequest &) override
    {
        auto stream = std::make_unique<tests::FakeChatStream>();
        streams.append(stream.get());
        return stream;
    }

    QList<QPointer<tests::FakeChatStream>> streams;
};

QList<core::ChatRequest> requests(qsizetype count, int choices)
{
    return QList<core::ChatRequest>(count, core::ChatRequest{.model = u"m"_s, .choices = choices});
}

} // namespace

class TestManyChats : public QObject
{
    Q_OBJECT

private slots:
    void choicesFollowEachOther()
    {
        ManyStreams backend;
        ManyChats many(backend, requests(2, 2));
        QList<int> choices;
        connect(&many, &ChatStream::delta, this,
                [&choices](const core::ChatDelta &delta) { choices.append(delta.choice); });
        core::Result<core::ChatOutcome> outcome = std::unexpected(core::Error{});
        connect(&many, &ChatStream::finished, this,
                [&outcome](const core::Result<core::ChatOutcome> &end) { outcome = end; });

        for (int choice : {0, 1, 7}) { // a service may count wrongly
            emit backend.streams[1]->delta({.choice = choice, .text = u"x"_s});
            emit backend.streams[0]->delta({.choice = choice, .text = u"x"_s});
        }
        using core::FinishReason;
        backend.streams[1]->succeed({.finishReasons = {FinishReason::Length, FinishReason::Stop}});
        backend.streams[0]->succeed({.finishReasons = {FinishReason::Stop}});

        QCOMPARE(choices, QList({2, 0, 3, 1, 3, 1}));
        QVERIFY(outcome);
        QCOMPARE(outcome->finishReasons, QList({FinishReason::Stop, FinishReason::Stop,
                                                FinishReason::Length, FinishReason::Stop}));
        QVERIFY(!outcome->usage); // nobody said
    }

    void startsOnce()
    {
        ManyStreams backend;
        ManyChats many(backend, requests(2, 1));
        QSignalSpy started(&many, &ChatStream::started);

        emit backend.streams[1]->started({.requestId = u"1"_s, .warning = {}});
        emit backend.streams[0]->started({.requestId = u"0"_s, .warning = {}});

        QCOMPARE(started.size(), 1);
    }

    void pausesThoseThatComeLater()
    {
        ManyStreams backend;
        ManyChats many(backend, requests(6, 1));
        QCOMPARE(backend.streams.size(), 4);

        many.setPaused(true);
        backend.streams[0]->succeed();

        QCOMPARE(backend.streams.size(), 5);
        for (qsizetype i = 1; i < 5; ++i)
            QVERIFY(backend.streams[i]->paused);
        many.setPaused(false);
        QVERIFY(!backend.streams[4]->paused);
    }

    void lettingGoEndsAll()
    {
        ManyStreams backend;
        auto many = std::make_unique<ManyChats>(backend, requests(3, 1));

        many.reset();

        for (const auto &stream : backend.streams)
            QVERIFY(!stream);
    }

    void oneFailureIsTheEnd()
    {
        ManyStreams backend;
        ManyChats many(backend, requests(6, 1));
        QSignalSpy finished(&many, &ChatStream::finished);

        backend.streams[2]->fail({.message = u"no"_s});

        QCOMPARE(finished.size(), 1);
        QCOMPARE(backend.streams.size(), 4); // no other is begun
        QVERIFY(!backend.streams[0] && !backend.streams[3]);
    }
};

QTEST_GUILESS_MAIN(TestManyChats)
#include "tst_manychats.moc"
