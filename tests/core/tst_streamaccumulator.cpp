// SPDX-License-Identifier: MIT
#include "core/chat/streamaccumulator.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::FinishReason;
using core::StreamAccumulator;

class TestStreamAccumulator : public QObject
{
    Q_OBJECT

private slots:
    void anAnswerWithoutDeltasIsOneEmptyMessage()
    {
        const auto choices = StreamAccumulator().choices();

        QCOMPARE(choices.size(), 1);
        QVERIFY(choices[0].message.content.isEmpty());
        QCOMPARE(choices[0].message.role, core::Role::Assistant);
    }

    void joinsTextReasoningAndRefusal()
    {
        StreamAccumulator answer;
        answer.add({.reasoning = u"We "_s});
        answer.add({.reasoning = u"need"_s});
        answer.add({.text = u"Hel"_s});
        answer.add({.text = u"lo"_s, .refusal = u"no"_s});

        const core::Message message = answer.choices()[0].message;

        QCOMPARE(core::textOf(message), u"Hello"_s);
        QCOMPARE(message.content.size(), 1);
        QCOMPARE(message.reasoning, u"We need"_s);
        QCOMPARE(message.refusal, u"no"_s);
    }

    void growsToolCallsByTheirIndex()
    {
        StreamAccumulator answer;
        answer.add({.toolCalls = {{.index = 1, .id = u"b"_s, .name = u"g"_s}}});
        answer.add(
                {.toolCalls = {{.index = 0, .id = u"a"_s, .name = u"f"_s, .arguments = "{\"x\""}}});
        answer.add(
                {.toolCalls = {{.index = 0, .arguments = ":1}"}, {.index = 1, .arguments = "{}"}}});

        const QList<core::ToolCall> calls = answer.choices()[0].message.toolCalls;

        QCOMPARE(calls,
                 (QList<core::ToolCall>{{u"a"_s, u"f"_s, "{\"x\":1}"}, {u"b"_s, u"g"_s, "{}"}}));
    }

    void keepsChoicesApart()
    {
        StreamAccumulator answer;
        answer.add({.choice = 1, .text = u"two"_s});
        answer.add({.choice = 0, .text = u"one"_s});
        answer.finish({.finishReasons = {FinishReason::Stop, FinishReason::Length}});

        const auto choices = answer.choices();

        QCOMPARE(core::textOf(choices[0].message), u"one"_s);
        QCOMPARE(core::textOf(choices[1].message), u"two"_s);
        QCOMPARE(choices[1].finishReason, FinishReason::Length);
    }

    void joinsLogProbs()
    {
        using boost::json::array;
        using boost::json::object;
        StreamAccumulator answer;
        answer.add({.logProbs = object{{"content", array{1}}}});
        answer.add({.logProbs = object{{"content", array{2, 3}}}});

        QVERIFY(answer.choices()[0].logProbs ==
                boost::json::value(object{{"content", array{1, 2, 3}}}));
    }

    void absurdIndexesDoNotAllocateWithoutBound()
    {
        StreamAccumulator answer;
        answer.add(
                {.choice = 2'000'000'000, .toolCalls = {{.index = 2'000'000'000, .id = u"a"_s}}});
        answer.add({.choice = -5, .text = u"x"_s});

        QVERIFY(answer.choices().size() <= 128);
        QCOMPARE(core::textOf(answer.choices()[0].message), u"x"_s);
    }
};

QTEST_APPLESS_MAIN(TestStreamAccumulator)
#include "tst_streamaccumulator.moc"
