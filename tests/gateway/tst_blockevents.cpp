// SPDX-License-Identifier: MIT
#include "gateway/anthropic/blockevents.h"

#include "core/json/json.h"
#include "tests/support/anthropicstream.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using core::ChatDelta;
using gateway::anthropic::BlockEvents;
using tests::AnthropicStream;

namespace {

//! What a client has after these deltas.
AnthropicStream after(const QList<ChatDelta> &deltas, bool showThinking = true)
{
    BlockEvents blocks(showThinking);
    QByteArrayList events;
    for (const ChatDelta &delta : deltas)
        blocks.add(delta, events);
    blocks.end(events);
    AnthropicStream stream;
    stream.feed(events);
    return stream;
}

ChatDelta call(int index, const QByteArray &arguments, const QString &id = {},
               const QString &name = {})
{
    return {.toolCalls = {{.index = index, .id = id, .name = name, .arguments = arguments}}};
}

QByteArray json(const AnthropicStream &stream)
{
    return core::json::serialize(boost::json::value(stream.content()));
}

} // namespace

class TestBlockEvents : public QObject
{
    Q_OBJECT

private slots:
    void writesText()
    {
        BlockEvents blocks(true);
        QByteArrayList events;
        blocks.add({.text = u"Grüße \"x\"\n"_s}, events);
        QCOMPARE(events.size(), 2);
        blocks.add({.text = u"!"_s}, events);
        QCOMPARE(events.size(), 3); // a write for each piece
        blocks.end(events);

        const QByteArrayList expected{
                "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,"
                "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n",
                "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
                "\"delta\":{\"type\":\"text_delta\",\"text\":\"Grüße \\\"x\\\"\\n\"}}\n\n",
                "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
                "\"delta\":{\"type\":\"text_delta\",\"text\":\"!\"}}\n\n",
                "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}"
                "\n\n",
        };
        QCOMPARE(events, expected);
        QVERIFY(!blocks.hasCalls());
    }

    void thoughtsAreSigned()
    {
        const AnthropicStream stream = after({{.reasoning = u"hm"_s}, {.text = u"Hi"_s}});

        QCOMPARE(stream.problem(), QString());
        const auto &thought = stream.content().at(0).as_object();
        QCOMPARE(core::json::textAt(thought, "thinking"), u"hm"_s);
        QVERIFY(!core::json::textAt(thought, "signature").isEmpty());
        QCOMPARE(core::json::textAt(stream.content().at(1).as_object(), "text"), u"Hi"_s);
    }

    void thoughtsThatNobodyAskedForAreLeftOut()
    {
        const AnthropicStream stream = after({{.reasoning = u"hm"_s}, {.text = u"Hi"_s}}, false);

        QCOMPARE(json(stream), "[{\"type\":\"text\",\"text\":\"Hi\"}]");
    }

    void aRefusalIsText()
    {
        QCOMPARE(json(after({{.refusal = u"No."_s}})), "[{\"type\":\"text\",\"text\":\"No.\"}]");
    }

    void writesCalls()
    {
        const AnthropicStream stream = after({{.text = u"Let me look."_s},
                                              call(0, {}, u"c1"_s, u"f"_s),
                                              call(0, "{\"a\""),
                                              call(0, ":1}"),
                                              call(1, "{\"b\":2}", u"c2"_s, u"g"_s),
                                              call(2, {}, u"c3"_s, u"h"_s)});

        QCOMPARE(stream.problem(), QString());
        QCOMPARE(json(stream),
                 "[{\"type\":\"text\",\"text\":\"Let me look.\"},"
                 "{\"type\":\"tool_use\",\"id\":\"c1\",\"name\":\"f\",\"input\":{\"a\":1}},"
                 "{\"type\":\"tool_use\",\"id\":\"c2\",\"name\":\"g\",\"input\":{\"b\":2}},"
                 "{\"type\":\"tool_use\",\"id\":\"c3\",\"name\":\"h\",\"input\":{}}]");
    }

    void alternatingPiecesOfCallsAreSorted()
    {
        const AnthropicStream stream = after({call(0, "{\"a\":", u"c1"_s, u"f"_s),
                                              call(1, "{\"b\":", u"c2"_s, u"g"_s),
                                              call(0, "\"}"),
                                              call(1, "[1,"),
                                              call(0, "\\\"\"}"),
                                              call(1, "2]}"),
                                              {.text = u"done"_s}});

        QCOMPARE(stream.problem(), QString());
        QCOMPARE(
                json(stream),
                "[{\"type\":\"tool_use\",\"id\":\"c1\",\"name\":\"f\",\"input\":{\"a\":\"}\\\"\"}},"
                "{\"type\":\"tool_use\",\"id\":\"c2\",\"name\":\"g\",\"input\":{\"b\":[1,2]}},"
                "{\"type\":\"text\",\"text\":\"done\"}]");
    }

    void aWholeCallDoesNotHoldUpTheNext()
    {
        BlockEvents blocks(true);
        QByteArrayList events;
        blocks.add(call(0, "{\"a\":1}", u"c1"_s, u"f"_s), events);
        const qsizetype before = events.size();

        blocks.add(call(1, "{\"b\"", u"c2"_s, u"g"_s), events);

        QCOMPARE(events.size() - before, 3); // the first ends, the second begins, its first piece
        QVERIFY(events.last().contains("input_json_delta"));
    }

    void aCallWithoutAnIdGetsOne()
    {
        const AnthropicStream stream = after({call(0, "{}", {}, u"f"_s)});

        QVERIFY(!core::json::textAt(stream.content().at(0).as_object(), "id").isEmpty());
    }

    void otherChoicesAreNotOurs()
    {
        QCOMPARE(json(after({{.choice = 1, .text = u"other"_s}, {.text = u"mine"_s}})),
                 "[{\"type\":\"text\",\"text\":\"mine\"}]");
    }

    // Whatever comes in whatever order: the events are well formed, and nothing is lost.
    void anyDeltasMakeAWellFormedSequence()
    {
        QRandomGenerator random(20261121);
        for (int run = 0; run < 300; ++run) {
            QList<ChatDelta> deltas;
            QString text;
            QString thoughts;
            std::map<int, QByteArray> calls;
            const QByteArray whole("{\"k\":\"a}\\\"b\",\"l\":[{}]}");
            for (int i = 0; i < 60; ++i) {
                ChatDelta delta;
                const QString piece = QString::number(random.bounded(100));
                switch (random.bounded(4)) {
                case 0:
                    delta.text = piece;
                    text += piece;
                    break;
                case 1:
                    delta.reasoning = piece;
                    thoughts += piece;
                    break;
                default: {
                    const int index = random.bounded(4);
                    QByteArray &sent = calls[index];
                    const auto more =
                            std::min<qsizetype>(random.bounded(6), whole.size() - sent.size());
                    delta = call(index, whole.sliced(sent.size(), more), u"c%1"_s.arg(index),
                                 u"f"_s);
                    sent += delta.toolCalls[0].arguments;
                    break;
                }
                }
                deltas.append(delta);
            }

            const AnthropicStream stream = after(deltas);

            QCOMPARE(stream.problem(), QString());
            QCOMPARE(stream.textOf("text"), text);
            QCOMPARE(stream.textOf("thinking"), thoughts);
            for (const auto &[index, sent] : calls) {
                QCOMPARE(stream.argumentsOf(u"c%1"_s.arg(index)),
                         sent.isEmpty() ? QByteArray("{}") : sent);
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestBlockEvents)
#include "tst_blockevents.moc"
