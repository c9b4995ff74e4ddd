// SPDX-License-Identifier: MIT
#include "tests/oci/demoharness.h"

using namespace Qt::StringLiterals;
using namespace tests;
using boost::json::array;
using boost::json::object;

//! What the service refuses of a chat, and in which words.
class TestDemoRefusals : public QObject
{
    Q_OBJECT

private slots:
    void refusesWhatTheServiceRefuses_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QByteArray>("more"); // members of chatRequest
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("message"); // a part of it

        const QByteArray llama = "meta.llama-3.3-70b-instruct";
        const QByteArray gpt = "openai.gpt-5-mini";
        const auto row = [](const char *name, const QByteArray &model, const QByteArray &more,
                            int status, const QString &message) {
            QTest::newRow(name) << model << more << status << message;
        };
        row("unknown model", "acme.unknown", "{}", 404,
            u"Entity with key acme.unknown not found"_s);
        row("retired model", "meta.llama-3-70b-instruct", "{}", 404, u"Entity with key"_s);
        row("fine-tuning only", "meta.llama-3.1-8b-instruct", "{}", 404, u"Entity with key"_s);
        row("embedding model", "cohere.embed-v4.0", "{}", 400, u"does not match serving model"_s);
        row("Cohere in GENERIC", "cohere.command-a-03-2025", "{}", 400,
            u"Chat request type does not match serving model"_s);
        row("messages in COHERE", "cohere.command-a-03-2025", R"({"apiFormat":"COHERE"})", 400,
            u"chatRequest.messages"_s);
        row("unknown format", llama, R"({"apiFormat":"OTHER"})", 400, u"apiFormat"_s);
        row("unknown field", llama, R"({"n":1})", 400, u"chatRequest.n"_s);
        row("null", llama, R"({"temperature":null})", 400, u"chatRequest.temperature"_s);
        row("text for a number", llama, R"({"temperature":"1"})", 400, u"temperature"_s);
        row("too hot", llama, R"({"temperature":2.5})", 400, u"temperature"_s);
        row("no messages", llama, R"({"messages":[]})", 400, u"messages"_s);
        row("content as a string", llama, R"({"messages":[{"role":"USER","content":"Hi"}]})", 400,
            u"messages[0].content"_s);
        row("lower-case role", llama, R"({"messages":[{"role":"user","content":[]}]})", 400,
            u"messages[0].role"_s);
        row("empty text", llama,
            R"({"messages":[{"role":"USER","content":[{"type":"TEXT","text":""}]}]})", 400,
            u"must not be empty"_s);
        row("empty text for Gemini", "google.gemini-2.5-flash",
            R"({"messages":[{"role":"USER","content":[{"type":"TEXT","text":""}]}]})", 500,
            u"internal server error"_s);
        row("result without call", llama,
            R"({"messages":[{"role":"TOOL","toolCallId":"x","content":[{"type":"TEXT","text":"1"}]}]})",
            400, u"preceding message"_s);
        row("tool choice without tools", llama, R"({"toolChoice":{"type":"AUTO"}})", 400,
            u"only allowed when"_s);
        row("choice of an unknown tool", llama,
            R"({"tools":[{"type":"FUNCTION","name":"a"}],"toolChoice":{"type":"FUNCTION","name":"b"}})",
            400, u"not found in 'tools'"_s);
        row("nested function", llama, R"({"tools":[{"type":"FUNCTION","function":{"name":"a"}}]})",
            400, u"tools[0].function"_s);
        row("extra key in jsonSchema", llama,
            R"({"responseFormat":{"type":"JSON_SCHEMA","jsonSchema":{"name":"a","strict":true}}})",
            400, u"jsonSchema.strict"_s);
        row("both limits", llama, R"({"maxCompletionTokens":10,"maxTokens":10})", 400,
            u"cannot stand beside"_s);
        row("completion limit for Llama", llama, R"({"maxCompletionTokens":10})", 400,
            u"max_completion_tokens"_s);
        row("limit above the context", llama, R"({"maxTokens":999999})", 400,
            u"maximum context length is 128000 tokens"_s);
        row("maxTokens for GPT", gpt, "{}", 400, u"Use 'max_completion_tokens' instead"_s);
        row("temperature for GPT", gpt, R"({"maxCompletionTokens":10,"temperature":0.5})", 400,
            u"Only the default (1) value is supported"_s);
        row("JSON mode of GPT", gpt,
            R"({"maxCompletionTokens":10,"responseFormat":{"type":"JSON_OBJECT"}})", 500,
            u"internal server error"_s);
        row("penalty for Grok", "xai.grok-4.3", R"({"presencePenalty":1})", 400,
            u"'presence_penalty' is not supported with this model"_s);
        row("effort for Llama", llama, R"({"reasoningEffort":"LOW"})", 400, u"reasoning_effort"_s);
    }

    void refusesWhatTheServiceRefuses()
    {
        QFETCH(QByteArray, model);
        QFETCH(QByteArray, more);
        QFETCH(int, status);
        QFETCH(QString, message);
        DemoHarness demo;

        const auto exchange = demo.chat(
                chatBody(u"Hi"_s, core::json::parseObject(more).value(), model.toStdString()));

        QCOMPARE(exchange->response.status, status);
        QVERIFY(!textAt(jsonOf(*exchange), "/code").isEmpty());
        const QString told = textAt(jsonOf(*exchange), "/message");
        QVERIFY2(told.contains(message), qPrintable(told));
    }

    void refusesWrongDetails_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("message");

        const QByteArray chat = R"("chatRequest":{"apiFormat":"GENERIC","maxTokens":9,"messages":[)"
                                R"({"role":"USER","content":[{"type":"TEXT","text":"Hi"}]}]})";
        const QByteArray home = R"("compartmentId":"ocid1.compartment.oc1..democompartment")";
        const QByteArray model =
                R"("servingMode":{"servingType":"ON_DEMAND","modelId":"xai.grok-4.3"})";
        const auto body = [](const QByteArrayList &members) {
            return '{' + members.join(',') + '}';
        };
        QTest::newRow("no JSON") << QByteArray("hello") << 400 << u"Invalid JSON"_s;
        QTest::newRow("no compartment") << body({model, chat}) << 400 << u"compartmentId"_s;
        QTest::newRow("a foreign compartment")
                << body({R"("compartmentId":"ocid1.compartment.oc1..other")", model, chat}) << 404
                << u"Authorization failed or requested resource not found."_s;
        QTest::newRow("no serving mode") << body({home, chat}) << 400 << u"servingMode"_s;
        QTest::newRow("unknown serving type")
                << body({home, R"("servingMode":{"servingType":"BEST","modelId":"a"})", chat})
                << 400 << u"servingMode.servingType"_s;
        QTest::newRow("endpoint on demand")
                << body({home, R"("servingMode":{"servingType":"ON_DEMAND","endpointId":"a"})",
                         chat})
                << 400 << u"endpointId"_s;
        QTest::newRow("unknown endpoint")
                << body({home, R"("servingMode":{"servingType":"DEDICATED","endpointId":"a"})",
                         chat})
                << 404 << u"Entity with key a not found"_s;
        QTest::newRow("no chat") << body({home, model}) << 400 << u"chatRequest"_s;
    }

    void refusesWrongDetails()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QFETCH(QString, message);
        DemoHarness demo;

        const auto exchange = demo.ask(demo.request("POST", DemoHarness::chatPath, body));

        QCOMPARE(exchange->response.status, status);
        const QString told = textAt(jsonOf(*exchange), "/message");
        QVERIFY2(told.contains(message), qPrintable(told));
    }

    void aVendorsErrorIsJsonInsideTheMessage()
    {
        DemoHarness demo;

        const auto exchange = demo.chat(chatBody(u"Hi"_s, {}, "openai.gpt-5-mini"));

        QCOMPARE(textAt(jsonOf(*exchange), "/code"), u"400"_s);
        const auto inner = core::json::parse(textAt(jsonOf(*exchange), "/message").toUtf8());
        QVERIFY(inner);
        QCOMPARE(textAt(*inner, "/error/param"), u"max_tokens"_s);
        QCOMPARE(textAt(*inner, "/error/code"), u"unsupported_parameter"_s);
        QCOMPARE(textAt(*inner, "/error/type"), u"invalid_request_error"_s);
    }
};

QTEST_GUILESS_MAIN(TestDemoRefusals)
#include "tst_demorefusals.moc"
