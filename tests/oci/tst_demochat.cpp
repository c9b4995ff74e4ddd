// SPDX-License-Identifier: MIT
#include "tests/oci/demoharness.h"

#include <set>

using namespace Qt::StringLiterals;
using namespace tests;
using boost::json::array;
using boost::json::object;

namespace {

object tool(const char *name, const char *field = "city")
{
    return {{"type", "FUNCTION"},
            {"name", name},
            {"parameters",
             object{{"type", "object"},
                    {"properties",
                     object{{field, object{{"type", "string"}}},
                            {"unit", object{{"enum", array{"celsius", "fahrenheit"}}}}}},
                    {"required", array{field, "unit"}}}}};
}

object message(const char *role, const QString &text, const object &more = {})
{
    object json{{"role", role},
                {"content", array{object{{"type", "TEXT"}, {"text", core::json::string(text)}}}}};
    json.insert(more.begin(), more.end());
    return json;
}

} // namespace

class TestDemoChat : public QObject
{
    Q_OBJECT

private slots:
    void answersWholeInTheShapeOfGeneric()
    {
        DemoHarness demo;

        const auto json = jsonOf(*demo.chat(chatBody(u"Tell me about owls"_s)));

        QCOMPARE(textAt(json, "/modelId"), u"meta.llama-3.3-70b-instruct"_s);
        QCOMPARE(textAt(json, "/chatResponse/apiFormat"), u"GENERIC"_s);
        QCOMPARE(textAt(json, "/chatResponse/timeCreated"), u"2034-01-05T21:31:40.000Z"_s);
        QCOMPARE(textAt(json, "/chatResponse/choices/0/message/role"), u"ASSISTANT"_s);
        QCOMPARE(textAt(json, "/chatResponse/choices/0/finishReason"), u"stop"_s);
        const QString text = textAt(json, "/chatResponse/choices/0/message/content/0/text");
        QVERIFY(text.contains(u"Tell me about owls"_s));
        QVERIFY(text.contains(u"imulated"_s));
        QVERIFY(text.contains(u"| ---"_s) && text.contains(u"```python\n"_s));
        const auto usage = at(json, "/chatResponse/usage");
        QCOMPARE(at(usage, "/totalTokens").to_number<int>(),
                 at(usage, "/promptTokens").to_number<int>() +
                         at(usage, "/completionTokens").to_number<int>());
    }

    void streamsTheSameText_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::newRow("llama") << QByteArray("meta.llama-3.3-70b-instruct");
        QTest::newRow("gpt-oss") << QByteArray("openai.gpt-oss-120b");
        QTest::newRow("gpt-5") << QByteArray("openai.gpt-5-mini");
        QTest::newRow("grok") << QByteArray("xai.grok-4.3");
        QTest::newRow("gemini") << QByteArray("google.gemini-2.5-flash");
    }

    void streamsTheSameText()
    {
        QFETCH(QByteArray, model);
        DemoHarness demo;
        const object more =
                model == "openai.gpt-5-mini" ? object{{"maxCompletionTokens", 4000}} : object();
        object streamed = more;
        streamed["isStream"] = true;
        streamed["streamOptions"] = object{{"isIncludeUsage", true}};

        const auto whole = jsonOf(*demo.chat(chatBody(u"Owls?"_s, more, model.toStdString())));
        const auto exchange = demo.chat(chatBody(u"Owls?"_s, streamed, model.toStdString()));
        QTRY_VERIFY(exchange->ended);

        QCOMPARE(exchange->response.contentType, "text/event-stream");
        QVERIFY(exchange->response.body.endsWith("data: [DONE]\n\n"));
        const auto events = eventsOf(*exchange);
        QCOMPARE(joined(events, textPointer),
                 textAt(whole, "/chatResponse/choices/0/message/content/0/text"));
        QCOMPARE(joined(events, "/message/reasoningContent"),
                 textAt(whole, "/chatResponse/choices/0/message/reasoningContent"));
        QCOMPARE(joined(events, "/finishReason"), u"stop"_s);
        QCOMPARE(at(events.back(), "/usage"), at(whole, "/chatResponse/usage"));
        std::set<qsizetype> pads;
        for (const auto &event : events)
            pads.insert(textAt(event, "/pad").size());
        QVERIFY(!pads.contains(0));
        QVERIFY(pads.size() > 5);
        const bool reasons = !model.startsWith("meta") && !model.startsWith("google");
        QCOMPARE(!textAt(events.front(), "/message/reasoningContent").isEmpty(), reasons);
    }

    void withoutALimitItStopsAfterTwentyTokens()
    {
        DemoHarness demo;
        object body = chatBody(u"Owls?"_s);
        body["chatRequest"].get_object().erase("maxTokens");

        const auto json = jsonOf(*demo.chat(body));

        QCOMPARE(at(json, "/chatResponse/usage/completionTokens").to_number<int>(), 20);
        QCOMPARE(textAt(json, "/chatResponse/choices/0/finishReason"), u"length"_s);
    }

    void aBudgetSpentOnThinkingLeavesNoText()
    {
        DemoHarness demo;

        const auto json =
                jsonOf(*demo.chat(chatBody(u"Owls?"_s, {{"maxTokens", 5}}, "openai.gpt-oss-120b")));

        QVERIFY(at(json, "/chatResponse/choices/0/message/content").is_null());
        QVERIFY(!textAt(json, "/chatResponse/choices/0/message/reasoningContent").isEmpty());
        QCOMPARE(textAt(json, "/chatResponse/choices/0/finishReason"), u"length"_s);
    }

    void stopsBeforeAStopWord()
    {
        DemoHarness demo;

        const auto json = jsonOf(*demo.chat(chatBody(u"Owls?"_s, {{"stop", array{"You said"}}})));

        const QString text = textAt(json, "/chatResponse/choices/0/message/content/0/text");
        QVERIFY(text.contains(u"simulated"_s));
        QVERIFY(!text.contains(u"You said"_s));
        QCOMPARE(textAt(json, "/chatResponse/choices/0/finishReason"), u"stop"_s);
    }

    void severalAnswersTakeTurns()
    {
        DemoHarness demo;

        const auto exchange =
                demo.chat(chatBody(u"Owls?"_s, {{"numGenerations", 3}, {"isStream", true}}));
        QTRY_VERIFY(exchange->ended);

        QStringList texts(3);
        QSet<int> finished;
        const auto events = eventsOf(*exchange);
        for (const auto &event : events) {
            const int index = at(event, "/index").to_number<int>();
            texts[index] += textAt(event, textPointer);
            if (!textAt(event, "/finishReason").isEmpty())
                finished += index;
        }
        QCOMPARE(finished.size(), 3);
        QVERIFY(texts[0] != texts[1] && texts[1] != texts[2]);
        QCOMPARE(at(events[1], "/index").to_number<int>(), 1);
    }

    void callsToolsInTheStyleOfTheVendor_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<bool>("ids");
        QTest::addColumn<bool>("fragments");
        QTest::addColumn<QString>("finish");

        QTest::newRow("llama") << QByteArray("meta.llama-3.3-70b-instruct") << true << false
                               << u"tool_calls"_s;
        QTest::newRow("gpt-oss") << QByteArray("openai.gpt-oss-120b") << true << true
                                 << u"tool_calls"_s;
        QTest::newRow("grok") << QByteArray("xai.grok-4.3") << true << true << u"tool_calls"_s;
        QTest::newRow("gemini") << QByteArray("google.gemini-2.5-flash") << false << false
                                << u"stop"_s;
    }

    void callsToolsInTheStyleOfTheVendor()
    {
        QFETCH(QByteArray, model);
        QFETCH(bool, ids);
        QFETCH(bool, fragments);
        QFETCH(QString, finish);
        DemoHarness demo;
        const object more{{"tools", array{tool("get_weather"), tool("send_mail", "subject")}},
                          {"isStream", true}};

        const auto exchange = demo.chat(chatBody(u"What is the weather in Oslo and in Paris?"_s,
                                                 more, model.toStdString()));
        QTRY_VERIFY(exchange->ended);

        const auto events = eventsOf(*exchange);
        QStringList names;
        QStringList arguments;
        QSet<QString> seenIds;
        bool pieces = false;
        for (const auto &event : events) {
            const auto call = at(event, "/message/toolCalls/0");
            if (call.is_null())
                continue;
            QVERIFY(at(event, "/message/toolCalls/1").is_null()); // always at position 0
            if (!textAt(call, "/name").isEmpty()) {
                names += textAt(call, "/name");
                arguments += QString();
                if (!textAt(call, "/id").isEmpty())
                    seenIds += textAt(call, "/id");
            } else {
                pieces = true;
            }
            arguments.back() += textAt(call, "/arguments");
        }
        QCOMPARE(names, (QStringList{u"get_weather"_s, u"get_weather"_s}));
        QCOMPARE(arguments, (QStringList{uR"({"city":"Oslo","unit":"celsius"})"_s,
                                         uR"({"city":"Paris","unit":"celsius"})"_s}));
        QCOMPARE(seenIds.size(), ids ? 2 : 0);
        QCOMPARE(pieces, fragments);
        QCOMPARE(joined(events, "/finishReason"), finish);
    }

    void callsOnlyOneWhereParallelCallsAreOff()
    {
        DemoHarness demo;

        const auto json = jsonOf(*demo.chat(
                chatBody(u"The weather in Oslo and in Paris?"_s,
                         {{"tools", array{tool("get_weather")}}, {"isParallelToolCalls", false}})));

        const auto calls = at(json, "/chatResponse/choices/0/message/toolCalls");
        QCOMPARE(calls.get_array().size(), 1U);
    }

    void callsNoToolThatDoesNotFitUnlessItMust()
    {
        DemoHarness demo;
        const auto calls = [&demo](const object &choice) {
            const object more{{"tools", array{tool("get_weather")}}, {"toolChoice", choice}};
            const auto json = jsonOf(*demo.chat(chatBody(u"Write a poem"_s, more)));
            return at(json, "/chatResponse/choices/0/message/toolCalls").get_array().size();
        };

        QCOMPARE(calls({{"type", "AUTO"}}), 0U);
        QCOMPARE(calls({{"type", "NONE"}}), 0U);
        QCOMPARE(calls({{"type", "REQUIRED"}}), 1U);
        QCOMPARE(calls({{"type", "FUNCTION"}, {"name", "get_weather"}}), 1U);
    }

    void answersWithTheResultsOfItsTools()
    {
        DemoHarness demo;
        const object call{{"id", "call_demo_1"},
                          {"type", "FUNCTION"},
                          {"name", "get_weather"},
                          {"arguments", "{}"}};
        const array messages{
                message("USER", u"Weather in Oslo?"_s),
                message("ASSISTANT", u"."_s, {{"toolCalls", array{call}}}),
                message("TOOL", u"minus four degrees"_s, {{"toolCallId", "call_demo_1"}})};

        const auto json = jsonOf(*demo.chat(
                chatBody({}, {{"messages", messages}, {"tools", array{tool("get_weather")}}})));

        const QString text = textAt(json, "/chatResponse/choices/0/message/content/0/text");
        QVERIFY(text.contains(u"`get_weather` answered: minus four degrees"_s));
        QVERIFY(text.contains(u"Weather in Oslo?"_s));
        QCOMPARE(textAt(json, "/chatResponse/choices/0/finishReason"), u"stop"_s);
    }

    void saysWhatPicturesItGot()
    {
        DemoHarness demo;
        const QByteArray png("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0", 24);
        const QByteArray uri = "data:image/png;base64," + png.toBase64();
        const object image{{"type", "IMAGE"},
                           {"imageUrl", object{{"url", core::json::string(QByteArrayView(uri))}}}};
        const object text{{"type", "TEXT"}, {"text", "What is this?"}};
        const array messages{object{{"role", "USER"}, {"content", array{text, image}}}};

        const auto seen = jsonOf(*demo.chat(chatBody(
                {}, {{"messages", messages}}, "meta.llama-4-maverick-17b-128e-instruct-fp8")));
        const auto blind = demo.chat(chatBody({}, {{"messages", messages}}));

        const QString answer = textAt(seen, "/chatResponse/choices/0/message/content/0/text");
        QVERIFY2(answer.contains(u"1. image/png, 640 × 480 pixels, 24 bytes"_s),
                 qPrintable(answer));
        QCOMPARE(blind->response.status, 400);
    }

    void writesJsonThatConformsToTheSchema()
    {
        DemoHarness demo;
        const object schema{
                {"type", "object"},
                {"properties", object{{"title", object{{"type", "string"}, {"maxLength", 10}}},
                                      {"pages", object{{"type", "integer"}, {"maximum", 7}}},
                                      {"tags", object{{"type", "array"},
                                                      {"items", object{{"type", "string"}}},
                                                      {"minItems", 3}}}}},
                {"required", array{"title", "pages", "tags"}}};
        const object format{{"type", "JSON_SCHEMA"},
                            {"jsonSchema", object{{"name", "book"}, {"schema", schema}}}};

        const auto json = jsonOf(*demo.chat(chatBody(u"A book"_s, {{"responseFormat", format}})));

        const auto made = core::json::parse(
                textAt(json, "/chatResponse/choices/0/message/content/0/text").toUtf8());
        QVERIFY(made);
        QVERIFY(textAt(*made, "/title").size() <= 10);
        QVERIFY(at(*made, "/pages").get_int64() <= 7);
        QCOMPARE(at(*made, "/tags").get_array().size(), 3U);
    }

    void warnsOfAModelNearItsEnd()
    {
        DemoHarness demo;

        const auto exchange = demo.chat(chatBody(u"Hi"_s, {}, "xai.grok-3-mini"));

        QCOMPARE(exchange->response.status, 200);
        QVERIFY(!core::http::headerValue(exchange->response.headers, "model-deprecation-info")
                         .isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestDemoChat)
#include "tst_demochat.moc"
