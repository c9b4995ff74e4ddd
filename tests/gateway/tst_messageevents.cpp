// SPDX-License-Identifier: MIT
#include "gateway/anthropic/messageevents.h"

#include "core/json/json.h"
#include "tests/support/anthropicstream.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::ErrorCode;
using core::FinishReason;
using gateway::anthropic::MessageEvents;
using tests::AnthropicStream;

namespace {

QByteArray json(const boost::json::value &value)
{
    return core::json::serialize(value);
}

//! A stream from its start to its end.
AnthropicStream said(const core::ChatDelta &delta, const core::ChatOutcome &outcome)
{
    MessageEvents events(u"m"_s, 42, true);
    AnthropicStream stream;
    stream.feed(events.begin({.requestId = u"R/1"_s, .warning = {}}));
    stream.feed(events.add(delta));
    stream.feed(events.end(outcome));
    return stream;
}

} // namespace

class TestMessageEvents : public QObject
{
    Q_OBJECT

private slots:
    void theStopSequenceIsInTheLastEvents()
    {
        MessageEvents events(u"m"_s, 42, true, {u"END"_s, u"STOP"_s});
        events.begin({});
        core::ChatOutcome outcome;
        outcome.stoppedAt = u"STOP"_s;

        const QByteArrayList last = events.end(outcome);

        QVERIFY(last.first().contains(
                R"("delta":{"stop_reason":"stop_sequence","stop_sequence":"STOP"})"));
    }

    void beginsWithTheEstimate()
    {
        MessageEvents events(u"meta.m \"x\""_s, 42, true);

        QCOMPARE(events.begin({.requestId = u"R/1"_s, .warning = {}}),
                 (QByteArrayList{
                         "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{"
                         "\"id\":\"msg_R1\",\"type\":\"message\",\"role\":\"assistant\","
                         "\"model\":\"meta.m \\\"x\\\"\",\"content\":[],\"stop_reason\":null,"
                         "\"stop_sequence\":null,\"usage\":{\"input_tokens\":42,"
                         "\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,"
                         "\"output_tokens\":0}}}\n\n"}));
        QCOMPARE(events.id(), "msg_R1");
        QCOMPARE(events.headers({.requestId = u"R/1"_s, .warning = {}}),
                 (core::http::Headers{{"request-id", "req_R1"}}));
    }

    void endsWithWhatTheServiceCounted()
    {
        const AnthropicStream stream =
                said({.text = u"Hi"_s}, {.usage = core::Usage{.promptTokens = 50,
                                                              .completionTokens = 7,
                                                              .totalTokens = 57,
                                                              .reasoningTokens = 3,
                                                              .cachedTokens = 20}});

        QCOMPARE(stream.problem(), QString());
        QCOMPARE(stream.frame(),
                 (QByteArrayList{"message_start", "message_delta", "message_stop"}));
        QCOMPARE(json(stream.last("message_delta")),
                 "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\","
                 "\"stop_sequence\":null},\"usage\":{\"input_tokens\":30,"
                 "\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":20,"
                 "\"output_tokens\":7,\"output_tokens_details\":{\"thinking_tokens\":3}}}");
    }

    void withoutACountTheEstimatesStay()
    {
        const auto usage = said({.text = u"one two three"_s}, {}).last("message_delta").at("usage");

        QCOMPARE(core::json::integerAt(usage.as_object(), "input_tokens"), 42);
        QCOMPARE(core::json::integerAt(usage.as_object(), "output_tokens"), 3);
    }

    void saysWhyItEnded_data()
    {
        QTest::addColumn<FinishReason>("reason");
        QTest::addColumn<bool>("calls");
        QTest::addColumn<QString>("word");
        QTest::newRow("stop") << FinishReason::Stop << false << u"end_turn"_s;
        QTest::newRow("length") << FinishReason::Length << false << u"max_tokens"_s;
        QTest::newRow("calls") << FinishReason::ToolCalls << true << u"tool_use"_s;
        QTest::newRow("calls that stopped") << FinishReason::Stop << true << u"tool_use"_s;
        QTest::newRow("calls that are none") << FinishReason::ToolCalls << false << u"end_turn"_s;
        QTest::newRow("half a call") << FinishReason::Length << true << u"max_tokens"_s;
        QTest::newRow("filter") << FinishReason::ContentFilter << false << u"refusal"_s;
    }

    void saysWhyItEnded()
    {
        QFETCH(FinishReason, reason);
        QFETCH(bool, calls);
        QFETCH(QString, word);
        core::ChatDelta delta;
        if (calls)
            delta.toolCalls = {{.index = 0, .id = u"c"_s, .name = u"f"_s, .arguments = "{}"}};

        const AnthropicStream stream = said(delta, {.finishReasons = {reason}});

        QCOMPARE(stream.problem(), QString());
        const auto end = stream.last("message_delta");
        QCOMPARE(core::json::textAt(end.at("delta").as_object(), "stop_reason"), word);
    }

    void anEmptyAnswerIsWellFormed()
    {
        const AnthropicStream stream = said({}, {});

        QCOMPARE(stream.problem(), QString());
        QVERIFY(stream.content().empty());
    }

    void breaksOffWithAnError()
    {
        MessageEvents events(u"m"_s, 1, true);
        AnthropicStream stream;
        stream.feed(events.begin({}));
        stream.feed(events.add({.text = u"Hi"_s}));
        stream.feed(events.broken({.code = ErrorCode::Protocol, .message = u"cut"_s}));

        QCOMPARE(stream.problem(), QString());
        QCOMPARE(stream.frame(), (QByteArrayList{"message_start", "error"}));
        const auto error = stream.last("error").at("error").as_object();
        QCOMPARE(core::json::textAt(error, "type"), u"api_error"_s);
        QCOMPARE(core::json::textAt(error, "message"), u"cut"_s);
    }

    void aLateRefusalKeepsItsType()
    {
        MessageEvents events(u"m"_s, 1, true);
        AnthropicStream stream;
        stream.feed({events.keepAlive()});
        stream.feed(events.broken(
                {.code = ErrorCode::RateLimited, .message = u"slow"_s, .requestId = u"R"_s}));

        QCOMPARE(stream.frame(), (QByteArrayList{"ping", "error"}));
        QCOMPARE(core::json::textAt(stream.last("error").at("error").as_object(), "type"),
                 u"rate_limit_error"_s);
        QCOMPARE(core::json::textAt(stream.last("error"), "request_id"), u"req_R"_s);
    }

    void keepsAliveWithPings()
    {
        QCOMPARE(MessageEvents(u"m"_s, 1, true).keepAlive(),
                 "event: ping\ndata: {\"type\":\"ping\"}\n\n");
    }
};

QTEST_APPLESS_MAIN(TestMessageEvents)
#include "tst_messageevents.moc"
