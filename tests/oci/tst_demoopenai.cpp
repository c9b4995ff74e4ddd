// SPDX-License-Identifier: MIT
#include "tests/oci/demoharness.h"

using namespace Qt::StringLiterals;
using namespace tests;
using boost::json::object;

class TestDemoOpenAi : public QObject
{
    Q_OBJECT

private slots:
    void answersWhole()
    {
        DemoHarness demo;

        const auto json = jsonOf(*ask(demo, R"("max_tokens":2000)"));

        QCOMPARE(textAt(json, "/object"), u"chat.completion"_s);
        QCOMPARE(textAt(json, "/model"), u"xai.grok-4.3"_s);
        QCOMPARE(at(json, "/created").get_int64(), demoNow.toSecsSinceEpoch());
        QCOMPARE(textAt(json, "/choices/0/message/role"), u"assistant"_s);
        QVERIFY(textAt(json, "/choices/0/message/content").contains(u"imulated"_s));
        QVERIFY(!textAt(json, "/choices/0/message/reasoning_content").isEmpty());
        QCOMPARE(textAt(json, "/choices/0/finish_reason"), u"stop"_s);
        QVERIFY(at(json, "/usage/completion_tokens_details/reasoning_tokens").get_int64() > 0);
    }

    void streamsTheSameText()
    {
        DemoHarness demo;

        const auto whole = jsonOf(*ask(demo, R"("max_tokens":2000)"));
        const auto exchange = ask(
                demo, R"("max_tokens":2000,"stream":true,"stream_options":{"include_usage":true})");
        QTRY_VERIFY(exchange->ended);

        const auto events = eventsOf(*exchange);
        QVERIFY(exchange->response.body.endsWith("data: [DONE]\n\n"));
        QCOMPARE(textAt(events.front(), "/choices/0/delta/role"), u"assistant"_s);
        QCOMPARE(joined(events, "/choices/0/delta/content"),
                 textAt(whole, "/choices/0/message/content"));
        QCOMPARE(joined(events, "/choices/0/finish_reason"), u"stop"_s);
        QVERIFY(at(events.back(), "/choices").get_array().empty());
        QCOMPARE(at(events.back(), "/usage"), at(whole, "/usage"));
        for (const auto &event : events)
            QCOMPARE(textAt(event, "/id"), textAt(events.front(), "/id"));
    }

    void callsTools()
    {
        DemoHarness demo;
        const QByteArray tools = R"("max_tokens":2000,"tools":[{"type":"function","function":)"
                                 R"({"name":"say_hello","parameters":{"type":"object",)"
                                 R"("properties":{"name":{"type":"string"}}}}}])";

        const auto json = jsonOf(*ask(demo, tools));

        QCOMPARE(textAt(json, "/choices/0/message/tool_calls/0/function/name"), u"say_hello"_s);
        QVERIFY(core::json::parse(
                textAt(json, "/choices/0/message/tool_calls/0/function/arguments").toUtf8()));
        QCOMPARE(textAt(json, "/choices/0/finish_reason"), u"tool_calls"_s);
    }

    void refusesInOpenAisShape_data()
    {
        QTest::addColumn<QByteArray>("more");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("message");

        QTest::newRow("store") << QByteArray(R"("store":true)") << 400 << u"store"_s;
        QTest::newRow("Cohere") << QByteArray(R"("model":"cohere.command-a-03-2025")") << 400
                                << u"Unsupported OpenAI operation"_s;
        QTest::newRow("unknown model") << QByteArray(R"("model":"acme.a")") << 404
                                       << u"Entity with key acme.a not found"_s;
        QTest::newRow("role") << QByteArray(R"("messages":[{"role":"USER","content":"a"}])") << 400
                              << u"messages[0].role"_s;
        QTest::newRow("max_tokens for GPT")
                << QByteArray(R"("model":"openai.gpt-5-mini","max_tokens":5)") << 400
                << u"max_completion_tokens"_s;
    }

    void refusesInOpenAisShape()
    {
        QFETCH(QByteArray, more);
        QFETCH(int, status);
        QFETCH(QString, message);
        DemoHarness demo;

        const auto exchange = ask(demo, more);

        QCOMPARE(exchange->response.status, status);
        const QString told = textAt(jsonOf(*exchange), "/error/message");
        QVERIFY2(told.contains(message), qPrintable(told));
        QVERIFY(!textAt(jsonOf(*exchange), "/error/type").isEmpty());
    }

    void aSignedCallNeedsACompartment()
    {
        DemoHarness demo;
        const QByteArray body =
                R"({"model":"xai.grok-4.3","messages":[{"role":"user","content":"Hi"}]})";
        auto request = demo.request("POST", DemoHarness::openAiPath, body);

        QCOMPARE(demo.ask(request)->response.status, 404);
        request.headers +=
                core::http::Header{"opc-compartment-id", oci::demo::DemoAccount::compartment()};

        QCOMPARE(demo.ask(request)->response.status, 200);
    }

private:
    //! With a bearer key; a member of `more` that is there already wins.
    static std::unique_ptr<FakeExchange> ask(DemoHarness &demo, const QByteArray &more)
    {
        object body = core::json::parseObject('{' + more + '}').value();
        const object usual =
                core::json::parseObject(
                        R"({"model":"xai.grok-4.3","messages":[)"
                        R"({"role":"user","content":[{"type":"text","text":"Hello"}]}]})")
                        .value();
        body.insert(usual.begin(), usual.end()); // keeps what is there
        const QByteArray key = demo.service.account().bearerKey().reveal().toByteArray();
        return demo.ask({.method = "POST",
                         .target = DemoHarness::openAiPath,
                         .headers = {{"Authorization", "Bearer " + key}},
                         .body = core::json::serialize(body)});
    }
};

QTEST_GUILESS_MAIN(TestDemoOpenAi)
#include "tst_demoopenai.moc"
