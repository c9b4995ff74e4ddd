// SPDX-License-Identifier: MIT
#include "gateway/openai/chatanswer.h"

#include "core/json/json.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::ChatChoice;
using core::ChatOutcome;
using core::FinishReason;
using core::Message;
using core::Role;
using gateway::openai::chatAnswer;
using gateway::openai::completionId;

class TestChatAnswer : public QObject
{
    Q_OBJECT

private:
    static QByteArray answer(const ChatChoice &choice, const ChatOutcome &outcome = {})
    {
        return chatAnswer({.id = "chatcmpl-1", .created = 1762340000, .model = u"vendor.m"_s},
                          {choice}, outcome);
    }
    static ChatChoice said(const QString &text)
    {
        return {.message = core::textMessage(Role::Assistant, text)};
    }

private slots:
    void writesAWholeAnswer()
    {
        ChatOutcome outcome{.usage = core::Usage{.promptTokens = 3,
                                                 .completionTokens = 4,
                                                 .totalTokens = 7,
                                                 .reasoningTokens = 2,
                                                 .cachedTokens = 1}};
        outcome.serviceTier = u"DEFAULT"_s;
        ChatChoice choice = said(u"Grüße \"x\""_s);
        choice.message.reasoning = u"why"_s;

        const QByteArray expected(
                "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1762340000,"
                "\"model\":\"vendor.m\",\"choices\":[{\"index\":0,\"message\":"
                "{\"role\":\"assistant\",\"content\":\"Grüße \\\"x\\\"\","
                "\"reasoning_content\":\"why\"},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4,\"total_tokens\":7,"
                "\"completion_tokens_details\":{\"reasoning_tokens\":2},"
                "\"prompt_tokens_details\":{\"cached_tokens\":1}},"
                "\"system_fingerprint\":null,\"service_tier\":\"default\"}");
        QCOMPARE(answer(choice, outcome), expected);
    }

    void writesToolCalls()
    {
        ChatChoice choice{.message = {.role = Role::Assistant}};
        choice.message.toolCalls = {{u"c1"_s, u"f"_s, "{\"a\":1}"}, {u"c2"_s, u"g"_s, {}}};

        const QByteArray body = answer(choice);

        const QByteArray expected(
                "\"message\":{\"role\":\"assistant\",\"content\":null,\"tool_calls\":["
                "{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":"
                "\"{\\\"a\\\":1}\"}},"
                "{\"id\":\"c2\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":"
                "\"{}\"}}]}");
        QVERIFY(body.contains(expected));
        QVERIFY2(body.contains("\"finish_reason\":\"tool_calls\""), "never stop with calls");
    }

    void leavesEmptyFieldsOut()
    {
        const QByteArray body = answer(said({}));

        QVERIFY(body.contains("\"message\":{\"role\":\"assistant\",\"content\":\"\"}"));
        QVERIFY(!body.contains("tool_calls"));
        QVERIFY(!body.contains("annotations"));
        QVERIFY(body.contains(
                "\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0,\"total_tokens\":0}"));
    }

    void writesRefusalCitationsAndLogProbs()
    {
        ChatChoice choice = said(u"a"_s);
        choice.message.refusal = u"no"_s;
        choice.message.citations = {{1, 2, u"t"_s, u"https://a.example"_s}};
        choice.logProbs = core::json::parse("{\"content\":[]}").value();

        const QByteArray body = answer(choice);

        QVERIFY(body.contains("\"refusal\":\"no\""));
        QVERIFY(body.contains("\"annotations\":[{\"type\":\"url_citation\",\"url_citation\":"
                              "{\"start_index\":1,\"end_index\":2,\"title\":\"t\","
                              "\"url\":\"https://a.example\"}}]"));
        QVERIFY(body.contains("\"logprobs\":{\"content\":[]}"));
    }

    void numbersTheChoices()
    {
        ChatChoice second = said(u"b"_s);
        second.finishReason = FinishReason::Length;
        const QByteArray body =
                chatAnswer({.id = "i", .created = 0, .model = u"m"_s}, {said(u"a"_s), second}, {});

        QVERIFY(body.contains(
                "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"a\"}"));
        QVERIFY(body.contains(
                "{\"index\":1,\"message\":{\"role\":\"assistant\",\"content\":\"b\"}"));
        QVERIFY(body.contains("\"finish_reason\":\"length\""));
    }

    void makesAnIdOfTheRequestId()
    {
        QCOMPARE(completionId(u"AB-1/c d"_s), "chatcmpl-AB1cd");
        QVERIFY(completionId({}).size() > 20);
        QVERIFY(completionId({}) != completionId({}));
    }
};

QTEST_APPLESS_MAIN(TestChatAnswer)
#include "tst_chatanswer.moc"
