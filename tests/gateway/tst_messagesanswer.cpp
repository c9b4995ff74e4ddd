// SPDX-License-Identifier: MIT
#include "gateway/anthropic/messagesanswer.h"

#include "core/json/json.h"
#include "gateway/anthropic/answerblocks.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::ChatChoice;
using core::FinishReason;
using gateway::FinishedAnswer;
using gateway::anthropic::inputOf;
using gateway::anthropic::messagesAnswer;

namespace {

FinishedAnswer answer(const ChatChoice &choice, std::optional<core::Usage> usage = core::Usage{})
{
    FinishedAnswer all{.choices = {choice}, .outcome = {}};
    all.outcome.requestId = u"R/1"_s;
    all.outcome.usage = usage;
    return all;
}

ChatChoice said(const QString &text)
{
    return {.message = core::textMessage(core::Role::Assistant, text)};
}

boost::json::object written(const FinishedAnswer &from, bool showThinking = true)
{
    return core::json::parseObject(messagesAnswer(u"m"_s, from, showThinking, 42)).value();
}

} // namespace

class TestMessagesAnswer : public QObject
{
    Q_OBJECT

private slots:
    void writesAWholeAnswer()
    {
        ChatChoice choice = said(u"Grüße"_s);
        choice.message.reasoning = u"hm"_s;
        choice.message.toolCalls = {{u"c1"_s, u"f"_s, "{\"b\":1,\"a\":2}"}};
        const core::Usage usage{
                .promptTokens = 10, .completionTokens = 4, .totalTokens = 14, .cachedTokens = 3};

        QCOMPARE(messagesAnswer(u"vendor.m"_s, answer(choice, usage), true, 42),
                 QByteArray("{\"id\":\"msg_R1\",\"type\":\"message\",\"role\":\"assistant\","
                            "\"model\":\"vendor.m\",\"content\":[{\"type\":\"thinking\","
                            "\"thinking\":\"hm\",\"signature\":\"Z2F0ZWhvdXNl\"},"
                            "{\"type\":\"text\",\"text\":\"Grüße\"},"
                            "{\"type\":\"tool_use\",\"id\":\"c1\",\"name\":\"f\",\"input\":"
                            "{\"b\":1,\"a\":2}}],\"stop_reason\":\"tool_use\","
                            "\"stop_sequence\":null,\"usage\":{\"input_tokens\":7,"
                            "\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":3,"
                            "\"output_tokens\":4}}"));
    }

    void thoughtsThatNobodyAskedForAreLeftOut()
    {
        ChatChoice choice = said(u"Hi"_s);
        choice.message.reasoning = u"hm"_s;

        const auto json = written(answer(choice), false);

        QCOMPARE(core::json::serialize(json.at("content")),
                 "[{\"type\":\"text\",\"text\":\"Hi\"}]");
    }

    void aRefusalIsToldAsText()
    {
        ChatChoice choice{.finishReason = FinishReason::ContentFilter};
        choice.message.refusal = u"No."_s;

        const auto json = written(answer(choice));

        QCOMPARE(core::json::serialize(json.at("content")),
                 "[{\"type\":\"text\",\"text\":\"No.\"}]");
        QCOMPARE(core::json::textAt(json, "stop_reason"), u"refusal"_s);
    }

    void aStopSequenceIsToldWhereTheServiceSaysSo_data()
    {
        QTest::addColumn<std::optional<QString>>("stoppedAt");
        QTest::addColumn<QStringList>("stops");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("sequence"); // null: null

        using Stop = std::optional<QString>;
        const QStringList two{u"END"_s, u"STOP"_s};
        QTest::newRow("says which") << Stop(u"STOP"_s) << two << u"stop_sequence"_s << u"STOP"_s;
        QTest::newRow("there is one only")
                << Stop(QString()) << QStringList{u"END"_s} << u"stop_sequence"_s << u"END"_s;
        QTest::newRow("does not say which")
                << Stop(QString()) << two << u"stop_sequence"_s << QString();
        QTest::newRow("says nothing") << Stop() << two << u"end_turn"_s << QString();
        QTest::newRow("none of the request's")
                << Stop(u"<|im_end|>"_s) << two << u"end_turn"_s << QString();
        QTest::newRow("nobody asked")
                << Stop(QString()) << QStringList() << u"end_turn"_s << QString();
    }

    void aStopSequenceIsToldWhereTheServiceSaysSo()
    {
        QFETCH(std::optional<QString>, stoppedAt);
        QFETCH(QStringList, stops);
        FinishedAnswer from = answer(said(u"Hi"_s));
        from.outcome.stoppedAt = stoppedAt;

        const auto json =
                core::json::parseObject(messagesAnswer(u"m"_s, from, true, 42, stops)).value();

        QTEST(core::json::textAt(json, "stop_reason"), "reason");
        QTEST(core::json::textAt(json, "stop_sequence"), "sequence");
        QCOMPARE(json.at("stop_sequence").is_null(),
                 core::json::textAt(json, "stop_sequence").isEmpty());
    }

    void aCallIsNoStopSequence()
    {
        ChatChoice choice = said(u"Hi"_s);
        choice.message.toolCalls = {{u"c1"_s, u"f"_s, "{}"}};
        FinishedAnswer from = answer(choice);
        from.outcome.stoppedAt = QString();

        const auto json =
                core::json::parseObject(messagesAnswer(u"m"_s, from, true, 42, {u"END"_s})).value();

        QCOMPARE(core::json::textAt(json, "stop_reason"), u"tool_use"_s);
    }

    void anAnswerOfNothingHasNoBlocks()
    {
        const auto json = written(answer({.finishReason = FinishReason::Length}));

        QVERIFY(json.at("content").as_array().empty());
        QCOMPARE(core::json::textAt(json, "stop_reason"), u"max_tokens"_s);
    }

    void withoutACountThereAreEstimates()
    {
        const auto usage = written(answer(said(u"one two three"_s), {})).at("usage").as_object();

        QCOMPARE(core::json::integerAt(usage, "input_tokens"), 42);
        QVERIFY(core::json::integerAt(usage, "output_tokens").value() >= 3);
    }

    void argumentsAreAlwaysAnObject_data()
    {
        QTest::addColumn<QByteArray>("arguments");
        QTest::addColumn<QByteArray>("input");
        const auto row = [](const char *from, const char *to) {
            QTest::newRow(*from ? from : "nothing") << QByteArray(from) << QByteArray(to);
        };
        row("", "{}");
        row(" \n", "{}");
        row("null", "{}");
        row("{\"a\":[1]}", "{\"a\":[1]}");
        row("\"{\\\"a\\\":1}\"", "{\"a\":1}");
        row("{\"a\":", "{\"invalid_json\":\"{\\\"a\\\":\"}");
        row("[1]", "{\"invalid_json\":\"[1]\"}");
        row("\"Oslo\"", "{\"invalid_json\":\"\\\"Oslo\\\"\"}");
        row("\xff", "{\"invalid_json\":\"\xef\xbf\xbd\"}");
    }

    void argumentsAreAlwaysAnObject()
    {
        QFETCH(QByteArray, arguments);
        QFETCH(QByteArray, input);

        QCOMPARE(core::json::serialize(inputOf(arguments)), input);
    }
};

QTEST_APPLESS_MAIN(TestMessagesAnswer)
#include "tst_messagesanswer.moc"
