// SPDX-License-Identifier: MIT
#include "gateway/openai/chatchunks.h"

#include "core/json/json.h"

#include <QTest>

using namespace Qt::StringLiterals;
using boost::json::object;
using core::ChatDelta;
using core::ChatOutcome;
using core::FinishReason;
using gateway::openai::ChatChunks;

namespace {

constexpr auto start = "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\","
                       "\"created\":1762340000,\"model\":\"m \\\"x\\\"\",\"choices\":[";

ChatChunks chunks(bool includeUsage = false, int choices = 1)
{
    return {{.id = "chatcmpl-1", .created = 1762340000, .model = u"m \"x\""_s},
            choices,
            includeUsage};
}

//! The JSON of an event, checked as a strict client would.
object chunkOf(const QByteArray &event)
{
    if (!event.startsWith("data: {") || !event.endsWith("}\n\n") || event.count('\n') != 2)
        qFatal("No event: %s", event.constData());
    return core::json::parseObject(event.sliced(6).chopped(2)).value();
}

//! {"index":0,"delta":…,"logprobs":null,"finish_reason":…} of the only choice.
QByteArray choiceOf(const QByteArray &event)
{
    return core::json::serialize(chunkOf(event).at("choices").at(0));
}

QByteArray plain(const QByteArray &delta, const QByteArray &finish = "null", int index = 0)
{
    return "{\"index\":" + QByteArray::number(index) + ",\"delta\":" + delta +
           ",\"logprobs\":null,\"finish_reason\":" + finish + "}";
}

} // namespace

class TestChatChunks : public QObject
{
    Q_OBJECT

private slots:
    void writesAStream()
    {
        ChatChunks writer = chunks();

        QByteArrayList events = writer.begin();
        events += writer.add({.text = u"Hé\n\"<"_s});
        events += writer.add({.text = u"!"_s});
        events += writer.end({});

        const QByteArrayList expected{
                start + plain("{\"role\":\"assistant\",\"content\":\"\"}") + "]}\n\n",
                start + plain("{\"content\":\"Hé\\n\\\"<\"}") + "]}\n\n",
                start + plain("{\"content\":\"!\"}") + "]}\n\n",
                start + plain("{}", "\"stop\"") + "]}\n\n",
                "data: [DONE]\n\n",
        };
        QCOMPARE(events, expected);
    }

    void tellsUsageOnlyWhenAsked()
    {
        ChatChunks writer = chunks(true);
        const ChatOutcome outcome{
                .usage = core::Usage{.promptTokens = 1, .completionTokens = 2, .totalTokens = 3}};

        QByteArrayList events = writer.begin();
        events += writer.add({.text = u"a"_s});
        events += writer.end(outcome);

        QCOMPARE(events.size(), 5);
        for (int i = 0; i < 3; ++i)
            QVERIFY(chunkOf(events[i]).at("usage").is_null());
        QCOMPARE(events[3],
                 start +
                         QByteArray("],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,"
                                    "\"total_tokens\":3}}") +
                         "\n\n");
        QCOMPARE(events[4], "data: [DONE]\n\n");
    }

    void everyChunkHasOneIdentity()
    {
        ChatChunks writer = chunks(true, 2);
        QByteArrayList events = writer.begin();
        events += writer.add({.choice = 1, .text = u"a"_s, .reasoning = u"r"_s});
        events += writer.end({});
        events.removeLast();

        for (const QByteArray &event : events) {
            const object chunk = chunkOf(event);
            QCOMPARE(core::json::textAt(chunk, "id"), u"chatcmpl-1"_s);
            QCOMPARE(core::json::textAt(chunk, "object"), u"chat.completion.chunk"_s);
            QCOMPARE(core::json::textAt(chunk, "model"), u"m \"x\""_s);
            QCOMPARE(core::json::integerAt(chunk, "created"), 1762340000);
        }
    }

    void writesToolCalls()
    {
        ChatChunks writer = chunks();
        QByteArrayList events = writer.begin();
        events += writer.add({.toolCalls = {{.index = 0, .id = u"c1"_s, .name = u"f"_s},
                                            {.index = 1, .id = u"c2"_s, .name = u"g"_s}}});
        events += writer.add({.toolCalls = {{.index = 0, .arguments = "{\"a\":"}}});
        events += writer.add({.toolCalls = {{.index = 0, .arguments = "1}"}}});
        events += writer.end({});

        const QByteArrayList expected{
                "{\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"type\":\"function\",\"function\":{"
                "\"name\":\"f\",\"arguments\":\"\"}}]}",
                "{\"tool_calls\":[{\"index\":1,\"id\":\"c2\",\"type\":\"function\",\"function\":{"
                "\"name\":\"g\",\"arguments\":\"\"}}]}",
                "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"a\\\":\"}}]}",
                "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"1}\"}}]}",
                // Nothing came for the second: clients parse the arguments, so they need some.
                "{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"{}\"}}]}",
        };
        QCOMPARE(events.size(), 1 + expected.size() + 2);
        for (qsizetype i = 0; i < expected.size(); ++i)
            QCOMPARE(choiceOf(events[i + 1]), plain(expected[i]));
        QCOMPARE(choiceOf(events[6]), plain("{}", "\"tool_calls\""));
    }

    void writesTheOtherParts()
    {
        ChatChunks writer = chunks();
        static_cast<void>(writer.begin());
        ChatDelta delta{.text = u"t"_s, .reasoning = u"r"_s, .refusal = u"no"_s};
        delta.citations = {{0, 1, u"t"_s, u"https://a.example"_s}};
        delta.logProbs = core::json::parse("{\"content\":[1]}").value();

        const QByteArrayList events = writer.add(delta);

        QCOMPARE(events.size(), 4);
        QCOMPARE(choiceOf(events[0]), plain("{\"reasoning_content\":\"r\"}"));
        QCOMPARE(choiceOf(events[1]), "{\"index\":0,\"delta\":{\"content\":\"t\"},\"logprobs\":{"
                                      "\"content\":[1]},\"finish_reason\":null}");
        QCOMPARE(choiceOf(events[2]), plain("{\"refusal\":\"no\"}"));
        QVERIFY(choiceOf(events[3]).contains("\"annotations\":[{\"type\":\"url_citation\""));
    }

    void skipsEmptyDeltas()
    {
        ChatChunks writer = chunks();
        static_cast<void>(writer.begin());

        QVERIFY(writer.add({}).isEmpty());
    }

    void endsEveryChoiceOnce()
    {
        ChatChunks writer = chunks(false, 2);

        const QByteArrayList begin = writer.begin();
        const QByteArrayList end =
                writer.end({.finishReasons = {FinishReason::Length, FinishReason::ContentFilter}});

        QCOMPARE(begin.size(), 2);
        QCOMPARE(choiceOf(begin[1]), plain("{\"role\":\"assistant\",\"content\":\"\"}", "null", 1));
        QCOMPARE(end.size(), 3);
        QCOMPARE(choiceOf(end[0]), plain("{}", "\"length\""));
        QCOMPARE(choiceOf(end[1]), plain("{}", "\"content_filter\"", 1));
    }

    void aChoiceThatNobodyAnnouncedGetsItsRole()
    {
        ChatChunks writer = chunks();
        static_cast<void>(writer.begin());

        const QByteArrayList events = writer.add({.choice = 1, .text = u"b"_s});

        QCOMPARE(events.size(), 2);
        QCOMPARE(choiceOf(events[0]),
                 plain("{\"role\":\"assistant\",\"content\":\"\"}", "null", 1));
        QCOMPARE(writer.end({}).size(), 3);
    }

    void survivesWildNumbers()
    {
        ChatChunks writer = chunks(false, 1'000'000);

        QVERIFY(writer.begin().size() <= 128);
        QVERIFY(!writer.add({.choice = -1, .text = u"a"_s}).isEmpty());
        QVERIFY(!writer.add({.choice = 1 << 30, .text = u"a"_s}).isEmpty());
        QVERIFY(writer.end({}).size() <= 129);
    }
};

QTEST_APPLESS_MAIN(TestChatChunks)
#include "tst_chatchunks.moc"
